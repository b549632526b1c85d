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
  /** From one registration check of a unit to the next; the last one again and again. */
  readonly checkDelaysMs: readonly number[];
  /** Registration checks of one unit; each is a billed operation (service API 2021-10-01). */
  readonly maximumChecks: number;
  /** The same while devices do not register at all, as where units leave the line unpowered. */
  readonly maximumChecksIfNobodyRegisters: number;
}

export const defaultTiming: EnrollmentTiming = {
  concurrency: 8,
  pollMs: 1_000,
  attemptMs: 120_000,
  firstPauseMs: 1_000,
  longestPauseMs: 30_000,
  // A device that restarts at the line is there within a minute; one that is powered at the customer's is seen by reconcile.
  checkDelaysMs: [2_000, 4_000, 8_000, 60_000, 600_000, 3_600_000],
  maximumChecks: 7,
  maximumChecksIfNobodyRegisters: 2,
};

/** Doubles from `first` to `longest`, then a random part between half and all of it, so that stations do not knock together. */
export function backOffMs(
  failures: number,
  limits: { readonly first: number; readonly longest: number },
  random: () => number,
): number {
  const whole = Math.min(limits.longest, limits.first * 2 ** Math.min(failures, 30));
  return jittered(whole, random);
}

/** Between half and all of it. */
export const jittered = (wholeMs: number, random: () => number): number => Math.round(wholeMs * (0.5 + random() / 2));
