import { DpsError } from "../dps-error.ts";

/** True for the service's own "there is none" (404 with an errorCode 404xxx); a 404 from anybody else on the way is a failure. */
export function isAbsent(error: unknown): error is DpsError {
  return error instanceof DpsError && error.reason === "notFound" && Math.floor((error.errorCode ?? 0) / 1000) === 404;
}

/** The read's value, or `undefined` where the service says there is none. */
export async function unlessAbsent<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
