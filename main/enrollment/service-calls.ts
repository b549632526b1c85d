import { within } from "../base/async/within.ts";
import { asStationError, baseErrors } from "../base/errors/base-errors.ts";
import { enrollmentErrors } from "./enrollment-errors.ts";
import type { EnrollmentService } from "./enrollment-service.ts";
import { judgeFailure } from "./judge-failure.ts";
import { type PauseOptions, ServicePauses } from "./service-pauses.ts";

export interface ServiceCallOptions extends PauseOptions {
  readonly serviceFor: (name: string) => EnrollmentService | undefined;
  /** Aborts when the queue stops. */
  readonly stopped: AbortSignal;
}

/** Calls to services by name: each within a limit, each telling the pauses how it went. */
export class ServiceCalls {
  readonly pauses: ServicePauses;
  readonly #options: ServiceCallOptions;
  #last: string | null = null;

  constructor(options: ServiceCallOptions) {
    this.#options = options;
    this.pauses = new ServicePauses(options);
  }

  /** Name of the service called last. */
  get last(): string | null {
    return this.#last;
  }

  /** Throws what the service throws, `enrollment.no-service`, `enrollment.timed-out`, or `station.cancelled` at a stop. */
  async call<Value>(
    name: string,
    task: (service: EnrollmentService, signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    const { serviceFor, stopped, timing } = this.#options;
    const service = serviceFor(name);
    if (service === undefined) throw enrollmentErrors.noService(`no provisioning service "${name}" is set up`);
    this.#last = name;
    const ms = timing.attemptMs;
    const onTimeout = () => enrollmentErrors.timedOut(`no end of the call to "${name}" within ${ms} ms`);
    try {
      const value = await within({ ms, signal: stopped, onTimeout }, (signal) =>
        Promise.race([task(service, signal), rejectAtAbort(signal)]),
      );
      this.pauses.succeeded(name);
      return value;
    } catch (error) {
      const { kind } = judgeFailure(asStationError(error));
      // It answered, if only to refuse this entry: the way to it is open.
      if (kind === "rejected" || kind === "conflict") this.pauses.succeeded(name);
      throw error;
    }
  }
}

/** For a service that does not heed its signal: the wait ends all the same. */
function rejectAtAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const cancel = (): void => reject(baseErrors.cancelled("the call to the provisioning service was broken off"));
    if (signal.aborted) cancel();
    else signal.addEventListener("abort", cancel, { once: true });
  });
}
