/** The queue's pace. Times in milliseconds. */
export interface EnrollmentTiming {
  /** Calls to services at once. */
  readonly concurrency: number;
  /** How often the store is looked at without being woken. */
  readonly pollMs: number;
  /** Limit of one attempt, the client's own retries included. */
  readonly attemptMs: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  readonly firstCheckMs: number;
  readonly longestCheckMs: number;
  /** Registration checks of one unit; each is a billed operation (dps.md §1.7). */
  readonly maximumChecks: number;
}

export const defaultTiming: EnrollmentTiming = {
  concurrency: 8,
  pollMs: 1_000,
  attemptMs: 120_000,
  firstPauseMs: 1_000,
  longestPauseMs: 30_000,
  firstCheckMs: 1_000,
  longestCheckMs: 300_000,
  maximumChecks: 10,
};

/** Doubles from `first` to `longest`, then a random part between half and all of it, so that stations do not knock together. */
export function backOffMs(
  failures: number,
  limits: { readonly first: number; readonly longest: number },
  random: () => number,
): number {
  const whole = Math.min(limits.longest, limits.first * 2 ** Math.min(failures, 30));
  return Math.round(whole * (0.5 + random() / 2));
}
