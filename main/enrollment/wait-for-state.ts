import { Deferred } from "../base/async/deferred.ts";
import { baseErrors } from "../base/errors/base-errors.ts";
import type { EnrollmentState } from "./enrollment-store.ts";

export interface StateToWaitFor {
  readonly read: () => Promise<EnrollmentState>;
  /** Calls the listener after every change; gives the way to stop listening. */
  readonly onChange: (listener: () => void) => () => void;
  readonly ms: number;
  readonly signal: AbortSignal | undefined;
  readonly stopped: AbortSignal;
}

/** The state once it is no longer "queued"; "queued" when `ms` are over or the queue stops. Throws `station.cancelled`. */
export async function waitForState({ read, onChange, ms, signal, stopped }: StateToWaitFor): Promise<EnrollmentState> {
  const end = new Deferred<EnrollmentState>();
  const look = async (): Promise<void> => {
    try {
      const state = await read();
      if (state !== "queued") end.resolve(state);
    } catch (error) {
      end.reject(error);
    }
  };
  const giveUp = (): void => end.resolve("queued");
  const cancel = (): void => end.reject(baseErrors.cancelled("nobody waits for the enrollment any more"));
  // Listen first, look then: a change in between is seen either way.
  const stopListening = onChange(() => void look());
  const timer = setTimeout(giveUp, ms);
  stopped.addEventListener("abort", giveUp);
  signal?.addEventListener("abort", cancel);
  try {
    void look();
    if (stopped.aborted) giveUp();
    if (signal?.aborted === true) cancel();
    return await end.promise;
  } finally {
    stopListening();
    clearTimeout(timer);
    stopped.removeEventListener("abort", giveUp);
    signal?.removeEventListener("abort", cancel);
  }
}
