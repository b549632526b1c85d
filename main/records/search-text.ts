/** What the unit list searches, one line each: serial number, registration id, lot; lower case, the lot last. */
export const searchTextOf = (unit: {
  readonly serialNumber: string;
  readonly registrationId: string;
  readonly lot: string;
}): string => [unit.serialNumber, unit.registrationId, unit.lot].join("\n").toLowerCase();
