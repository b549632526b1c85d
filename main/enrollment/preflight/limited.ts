import { untilAborted } from "../../base/async/until-aborted.ts";
import { within } from "../../base/async/within.ts";
import { asStationError, baseErrors } from "../../base/errors/base-errors.ts";
import { isStationError } from "../../base/errors/station-error.ts";
import { enrollmentErrors } from "../enrollment-errors.ts";
import type { PreflightContext } from "./preflight-check.ts";

/** The task's value, or in words why there is none. Throws `station.cancelled` if the whole preflight is cancelled, nothing else. */
export async function limited<Value>(
  { timeoutMs: ms, signal }: Pick<PreflightContext, "timeoutMs" | "signal">,
  task: (signal: AbortSignal) => Promise<Value>,
): Promise<{ readonly value: Value } | { readonly failure: string; readonly error: unknown }> {
  const onTimeout = () => enrollmentErrors.timedOut(`no end within ${ms} ms`);
  try {
    return { value: await within({ ms, signal, onTimeout }, (inner) => untilAborted(task(inner), inner)) };
  } catch (error) {
    if (signal.aborted) throw baseErrors.cancelled("the check of the service was cancelled", error);
    const text = error instanceof Error ? error.message : String(error);
    return { failure: isStationError(error) ? asStationError(error).detail : text, error };
  }
}
