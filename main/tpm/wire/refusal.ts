import type { StationError } from "../../base/errors/station-error.ts";
import type { ErrorMaker } from "../../base/errors/error-catalogue.ts";
import { TPM_RC, TPM_RC_FMT1 } from "../spec/tpm-rc.ts";
import { tpmErrors } from "../tpm-errors.ts";
import { baseOf, describeResponseCode } from "./response-code.ts";

/** Carried as the `cause` of a `tpm.*` error, so that callers compare a number and never a text. */
class ResponseCodeCause extends Error {
  override readonly name = "ResponseCodeCause";
  readonly responseCode: number;

  constructor(responseCode: number) {
    super(describeResponseCode(responseCode));
    this.responseCode = responseCode;
  }
}

/** Warnings after which the same command may be sent again unchanged (TPM 2.0 Part 2, clause 6.6.3). */
export const RESEND_CODES: readonly number[] = [TPM_RC.RETRY, TPM_RC.YIELDED, TPM_RC.TESTING, TPM_RC.NV_RATE];

const makers: Readonly<Record<number, ErrorMaker>> = {
  ...Object.fromEntries(RESEND_CODES.map((code) => [code, tpmErrors.busy])),
  [TPM_RC.LOCKOUT]: tpmErrors.lockedOut,
  [TPM_RC.FAILURE]: tpmErrors.failureMode,
  [TPM_RC.OBJECT_MEMORY]: tpmErrors.outOfMemory,
  [TPM_RC.SESSION_MEMORY]: tpmErrors.outOfMemory,
  [TPM_RC.OBJECT_HANDLES]: tpmErrors.outOfMemory,
  [TPM_RC.SESSION_HANDLES]: tpmErrors.outOfMemory,
  // Of a hierarchy's own handle, the only one our commands name with it: Part 2, clause 6.6.3.
  [TPM_RC_FMT1.HIERARCHY]: tpmErrors.hierarchyOff,
  [TPM_RC_FMT1.AUTH_FAIL]: tpmErrors.authorizationNeeded,
  [TPM_RC_FMT1.BAD_AUTH]: tpmErrors.authorizationNeeded,
};

/** The error for a response code: a code of its own for what the worker can act on, else `tpm.response-code`. */
export function refusal(commandName: string, responseCode: number): StationError {
  const make = makers[baseOf(responseCode)] ?? tpmErrors.responseCode;
  return make(`${commandName}: ${describeResponseCode(responseCode)}`, new ResponseCodeCause(responseCode));
}

/** The TPM's response code behind an error, or undefined if the TPM did not refuse. */
export function responseCodeOf(error: unknown): number | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof ResponseCodeCause ? cause.responseCode : undefined;
}

/** True if the TPM refused with one of these codes, whatever place it named. */
export function isRefusedWith(error: unknown, ...codes: readonly number[]): boolean {
  const code = responseCodeOf(error);
  return code !== undefined && codes.includes(baseOf(code));
}
