import { within } from "../../base/async/within.ts";
import { baseErrors } from "../../base/errors/base-errors.ts";
import type { StationError } from "../../base/errors/station-error.ts";

export interface CutOffOptions<Value> {
  readonly ms: number;
  readonly signal: AbortSignal;
  readonly onTimeout: () => StationError;
  /** What to do with a result that comes when nobody waits for it any more. */
  readonly onLate?: ((value: Value) => void) | undefined;
  /** What heeds its signal, or is at its last write, ends by itself within this time. Default 1000. */
  readonly graceMs?: number | undefined;
}

/**
 * Runs a task within a time and a signal, and gives it up soon after they are over, even if it heeds neither. A task that ends
 * within the grace time ends as it says: a transaction that was committed in that moment is not called a failure. Throws
 * `onTimeout()`, `station.cancelled`, or what the task throws.
 */
export function cutOff<Value>(
  { ms, signal, onTimeout, onLate, graceMs = 1000 }: CutOffOptions<Value>,
  task: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  return within({ ms, signal, onTimeout }, async (inner) => {
    const abandoned = Promise.withResolvers<never>();
    let over = false;
    let timer: NodeJS.Timeout | undefined;
    const giveUp = (): void => {
      timer = setTimeout(() => {
        over = true;
        abandoned.reject(baseErrors.cancelled("given up: it did not stop when asked to", inner.reason));
      }, graceMs);
    };
    const running = task(inner).then((value) => {
      if (over) onLate?.(value);
      return value;
    });
    if (inner.aborted) giveUp();
    else inner.addEventListener("abort", giveUp, { once: true });
    try {
      return await Promise.race([running, abandoned.promise]);
    } finally {
      clearTimeout(timer);
      inner.removeEventListener("abort", giveUp);
    }
  });
}
