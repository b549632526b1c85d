/** For the counts of a lot, which are asked for with every unit: the few that did not pass at once, so that the others need not be looked at. */
export const lotCounts: readonly string[] = [
  `create index unitsNotAtOnce on units (lot, firstOutcome) where firstOutcome is not 'pass'`,
];
