import { stripVTControlCharacters } from "node:util";

/** What a kind of tests came to. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Each test that failed, with the first line of why: the end of the output must say it, all above may be cut off. */
  readonly failures: readonly string[];
  /** Those that passed only at the second try, in the same words: on a busy machine one race must not hide all the rest. */
  readonly doubtful: readonly string[];
}

export const nothing: Outcome = { passed: 0, failed: 0, skipped: 0, failures: [], doubtful: [] };

export const add = (a: Outcome, b: Outcome): Outcome => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
  failures: [...a.failures, ...b.failures],
  doubtful: [...a.doubtful, ...b.doubtful],
});

export const passedOnce: Outcome = { ...nothing, passed: 1 };

export const failedOnce = (what: string): Outcome => ({ ...nothing, failed: 1, failures: [what] });

/** Enough of an error to know it by. */
export const firstLine = (errors: readonly { readonly message: string }[]): string =>
  stripVTControlCharacters(errors[0]?.message ?? "").split("\n", 1)[0] ?? "";
