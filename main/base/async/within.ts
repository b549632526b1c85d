import type { StationError } from "../errors/station-error.ts";

/**
 * Runs a task with a signal that aborts after `ms` or with the outer signal. If the time runs out, the task's failure
 * is replaced by `onTimeout()`, so that the code says "timed out" and not whatever the abort broke.
 */
export async function within<Value>(
  options: { readonly ms: number; readonly signal?: AbortSignal | undefined; readonly onTimeout: () => StationError },
  task: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const timeout = AbortSignal.timeout(options.ms);
  const signal = options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]);
  try {
    return await task(signal);
  } catch (error) {
    if (timeout.aborted && options.signal?.aborted !== true) throw options.onTimeout();
    throw error;
  }
}
