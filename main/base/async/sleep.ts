import { setTimeout as delay } from "node:timers/promises";
import { baseErrors } from "../errors/base-errors.ts";

/** Waits `ms`; rejects with `station.cancelled` as soon as the signal aborts. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  } catch (cause) {
    throw baseErrors.cancelled("aborted while waiting", cause);
  }
}
