import { within } from "../base/async/within.ts";
import { asStationError, baseErrors } from "../base/errors/base-errors.ts";
import { enrollmentErrors } from "./enrollment-errors.ts";
import type { EnrollmentService } from "./enrollment-service.ts";
import { judgeFailure } from "./judge-failure.ts";
import { ServiceTally } from "./service-tally.ts";
import { type PauseOptions, ServicePauses } from "./service-pauses.ts";

export interface ServiceCallOptions extends PauseOptions {
  readonly serviceFor: (name: string) => EnrollmentService | undefined;
  /** Aborts when the queue stops. */
  readonly stopped: AbortSignal;
}

/** Calls to services by name: each within a limit, each telling the pauses how it went. */
export class ServiceCalls {
  readonly pauses: ServicePauses;
  readonly tally: ServiceTally;
  readonly #options: ServiceCallOptions;
  readonly #underWay = new Map<string, number>();
  #last: string | null = null;

  constructor(options: ServiceCallOptions) {
    this.#options = options;
    this.pauses = new ServicePauses(options);
    this.tally = new ServiceTally(options.clock);
  }

  /** Name of the service called last. */
  get last(): string | null {
    return this.#last;
  }

  /**
   * What may be asked of the service now: nothing while it is left alone; once that time is over one single thing, and only when that
   * went well everything again.
   */
  openness(name: string): "open" | "one" | "closed" {
    if (!this.pauses.isInTrouble(name)) return "open";
    return this.pauses.paused().includes(name) || (this.#underWay.get(name) ?? 0) > 0 ? "closed" : "one";
  }

  /** `about`: the registration id it is about, if one. Throws what the service throws, `enrollment.no-service`, `enrollment.timed-out`, or `station.cancelled` at a stop. */
  async call<Value>(
    name: string,
    task: (service: EnrollmentService, signal: AbortSignal) => Promise<Value>,
    about: string | null = null,
  ): Promise<Value> {
    const { serviceFor, stopped, timing } = this.#options;
    const service = serviceFor(name);
    if (service === undefined) throw enrollmentErrors.noService(`no provisioning service "${name}" is set up`);
    this.#last = name;
    this.tally.called(name);
    this.#underWay.set(name, (this.#underWay.get(name) ?? 0) + 1);
    const ms = timing.attemptMs;
    const onTimeout = () => enrollmentErrors.timedOut(`no end of the call to "${name}" within ${ms} ms`);
    try {
      const value = await within({ ms, signal: stopped, onTimeout }, (signal) =>
        Promise.race([task(service, signal), rejectAtAbort(signal)]),
      );
      this.pauses.succeeded(name);
      return value;
    } catch (thrown) {
      const error = asStationError(thrown);
      if (error.code !== "station.cancelled") this.tally.failed(name, error, about);
      const { kind } = judgeFailure(error);
      // It answered, if only to refuse this entry: the way to it is open.
      if (kind === "rejected" || kind === "conflict") this.pauses.succeeded(name);
      throw error;
    } finally {
      this.#underWay.set(name, (this.#underWay.get(name) ?? 1) - 1);
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
