/** For figures over a stretch of time: one that asks for a shift must not look at every run there ever was. */
export const runsByTime: readonly string[] = [
  `create index runsByFinish on runs (finishedAt) where finishedAt is not null`,
];
