import { baseErrors } from "../errors/base-errors.ts";

/**
 * Waits for `task`, but no longer than until the signal aborts: then rejects with `station.cancelled`, whether or not the task
 * itself heeds the signal. A result or failure that comes later is dropped.
 */
export async function untilAborted<Value>(task: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => {
      reject(baseErrors.cancelled("aborted while waiting", signal.reason));
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([task, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
