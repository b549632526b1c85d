/** Wall-clock time as ISO 8601 UTC, and a monotonic millisecond counter for durations; handed in so that tests can set it. */
export interface Clock {
  now(): Date;
  monotonicMs(): number;
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
};
