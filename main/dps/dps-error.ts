import { StationError } from "../base/errors/station-error.ts";
import { type DpsReason, dpsErrors } from "./dps-errors.ts";

/** What the service, or the network in its place, said about a failed call. */
export interface DpsFacts {
  /** HTTP status; absent when no answer came. */
  readonly httpStatus?: number | undefined;
  /** ProvisioningServiceErrorDetails.errorCode, for example 409201; its first three digits are the HTTP status. */
  readonly errorCode?: number | undefined;
  readonly trackingId?: string | undefined;
  /** The service's own text, cut to a bounded length. */
  readonly serviceMessage?: string | undefined;
  /** What Retry-After asked for. */
  readonly retryAfterMs?: number | undefined;
  /** False when the service certainly did not act on the request: never sent, or refused before it was read. */
  readonly mayHaveActed?: boolean | undefined;
  /** True when an earlier attempt of the same call may have been carried out: an "exists" may be the call's own echo. */
  readonly afterUncertainAttempt?: boolean | undefined;
}

/** A StationError of area `dps` that keeps the service's own words as data. */
export class DpsError extends StationError {
  readonly reason: DpsReason;
  readonly #facts: DpsFacts;

  constructor(reason: DpsReason, detail: string, facts: DpsFacts = {}, cause?: unknown) {
    const { code, sentence, retry } = dpsErrors[reason](detail);
    super({ code, sentence, retry, detail, cause });
    this.reason = reason;
    this.#facts = facts;
  }

  get httpStatus(): number | undefined {
    return this.#facts.httpStatus;
  }

  get errorCode(): number | undefined {
    return this.#facts.errorCode;
  }

  get trackingId(): string | undefined {
    return this.#facts.trackingId;
  }

  get serviceMessage(): string | undefined {
    return this.#facts.serviceMessage;
  }

  get retryAfterMs(): number | undefined {
    return this.#facts.retryAfterMs;
  }

  get mayHaveActed(): boolean {
    return this.#facts.mayHaveActed ?? false;
  }

  get afterUncertainAttempt(): boolean {
    return this.#facts.afterUncertainAttempt ?? false;
  }

  /** The same failure under another code. */
  as(reason: DpsReason): DpsError {
    return new DpsError(reason, this.detail, this.#facts, this.cause);
  }

  /** The same failure, marked as having come after an attempt that may have been carried out. */
  afterUncertain(): DpsError {
    return new DpsError(this.reason, this.detail, { ...this.#facts, afterUncertainAttempt: true }, this.cause);
  }
}

/** The HTTP status of a failed call, if an answer came. */
export const httpStatus = (error: unknown): number | undefined =>
  error instanceof DpsError ? error.httpStatus : undefined;
