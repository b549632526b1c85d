/** Whether trying again can help: never, on the same unit at once, or only after somebody mends something. */
export type Retry = "never" | "same-unit" | "after-fix";

export interface StationErrorParts {
  readonly code: string;
  readonly sentence: string;
  readonly detail: string;
  readonly retry: Retry;
  readonly cause?: unknown;
}

/**
 * The one error of the station. `code` is stable (`area.reason`), `sentence` tells the worker what to do now,
 * `detail` tells the engineer what was seen and never holds a secret.
 */
export class StationError extends Error {
  override readonly name = "StationError";
  readonly code: string;
  readonly sentence: string;
  readonly detail: string;
  readonly retry: Retry;

  constructor(parts: StationErrorParts) {
    super(`${parts.code}: ${parts.detail}`, parts.cause === undefined ? {} : { cause: parts.cause });
    this.code = parts.code;
    this.sentence = parts.sentence;
    this.detail = parts.detail;
    this.retry = parts.retry;
  }
}

/** True for a StationError, and for one with the given code if a code is named. */
export function isStationError(error: unknown, code?: string): error is StationError {
  return error instanceof StationError && (code === undefined || error.code === code);
}
