import { DpsError } from "../dps-error.ts";
import type { DpsReason } from "../dps-errors.ts";

/**
 * When a call may be sent again after a failure that passes (network, time-out, 429, 5xx).
 * - `always`: a read; or a write whose repetition the caller can tell apart. PUT without If-Match is one: it never
 *   overwrites, so the echo of an attempt that did get through answers 409201 and the caller reads back and compares.
 *   DELETE of one version (If-Match) likewise: the echo answers 404.
 * - `if-not-acted`: only when the service certainly did nothing (never connected, or 429). PUT with If-Match, bulk, and DELETE of
 *   whatever is there, which could hit an entry that was made anew meanwhile.
 */
export type Repetition = "always" | "if-not-acted";

export interface RetryOptions {
  readonly maximumAttempts: number;
  /** No attempt starts later than this after the first; a longer Retry-After is handed to the caller in the error. */
  readonly budgetMs: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

export const defaultRetry: RetryOptions = {
  maximumAttempts: 5,
  budgetMs: 60_000,
  firstDelayMs: 500,
  longestDelayMs: 15_000,
};

/** What the retry needs of the world; tests hand in a fake one. */
export interface RetryWorld {
  monotonicMs(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** 0 (inclusive) to 1 (exclusive). */
  random(): number;
}

export interface RetryTask<Value> {
  readonly repetition: Repetition;
  readonly attempt: () => Promise<Value>;
  readonly signal?: AbortSignal | undefined;
  readonly onRetry?: ((error: DpsError, waitMs: number) => void) | undefined;
}

const longestSpreadMs = 1_000;

const passing: readonly DpsReason[] = ["unreachable", "timeout", "throttled", "server"];

/**
 * Runs the attempt until it succeeds, fails for good, or attempts or time run out. The last failure of an attempt that was made is
 * the one thrown: an open circuit is told only to a call that found it open.
 */
export async function withRetry<Value>(
  task: RetryTask<Value>,
  world: RetryWorld,
  options: RetryOptions = defaultRetry,
): Promise<Value> {
  const start = world.monotonicMs();
  let uncertain = false;
  let last: DpsError | undefined;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await task.attempt();
    } catch (error) {
      if (!(error instanceof DpsError)) throw error;
      if (error.reason === "circuitOpen" && last !== undefined) throw last;
      const failure = uncertain ? error.afterUncertain() : error;
      last = failure;
      const wait = waitAfter(error, attempt, world, options);
      const late = world.monotonicMs() - start + wait > options.budgetMs;
      if (!mayRepeat(task.repetition, error) || attempt >= options.maximumAttempts || late) throw failure;
      uncertain ||= error.mayHaveActed;
      task.onRetry?.(failure, wait);
      await world.sleep(wait, task.signal);
    }
  }
}

function mayRepeat(repetition: Repetition, error: DpsError): boolean {
  return passing.includes(error.reason) && (repetition === "always" || !error.mayHaveActed);
}

/** At least what the service asked for; a little more, so that those it asked together do not come together. */
function waitAfter(error: DpsError, attempt: number, world: RetryWorld, options: RetryOptions): number {
  const asked = error.retryAfterMs;
  if (asked === undefined) return backOff(attempt, world.random(), options);
  return Math.round(asked + world.random() * Math.min(asked / 10, longestSpreadMs));
}

/** Exponential, with jitter over its upper half, so that stations woken together do not knock together. */
function backOff(attempt: number, random: number, options: RetryOptions): number {
  const full = Math.min(options.firstDelayMs * 2 ** (attempt - 1), options.longestDelayMs);
  return Math.round(full * (0.5 + random / 2));
}
