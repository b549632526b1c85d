import type { StationError } from "../errors/station-error.ts";

/**
 * Runs a task with a signal that aborts after `ms` or with the outer signal. If the time runs out, the task's failure
 * is replaced by `onTimeout()`, so that the code says "timed out" and not whatever the abort broke. Nothing of it is left when the
 * task ends: no timer until its time is over, no listener on a signal that lives longer.
 */
export async function within<Value>(
  options: { readonly ms: number; readonly signal?: AbortSignal | undefined; readonly onTimeout: () => StationError },
  task: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const { ms, signal: outer, onTimeout } = options;
  const stop = new AbortController();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    stop.abort(new DOMException("time is over", "TimeoutError"));
  }, ms);
  // Whoever waits keeps the program alive, not the clock.
  timer.unref();
  const cancel = (): void => stop.abort(outer?.reason);
  if (outer?.aborted === true) cancel();
  else outer?.addEventListener("abort", cancel, { once: true });
  try {
    return await task(stop.signal);
  } catch (error) {
    if (late && outer?.aborted !== true) throw onTimeout();
    throw error;
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", cancel);
  }
}
