import type { Clock } from "../base/clock.ts";
import { asStationError } from "../base/errors/base-errors.ts";
import type { Log } from "../base/log.ts";
import type { EnrollmentService } from "./enrollment-service.ts";
import type { EnrollmentStore } from "./enrollment-store.ts";
import { type EnrollmentTiming, jittered } from "./enrollment-timing.ts";
import { judgeFailure } from "./judge-failure.ts";
import type { ServiceCalls } from "./service-calls.ts";

export interface RegistrationCheckOptions {
  readonly store: EnrollmentStore;
  readonly calls: ServiceCalls;
  readonly clock: Clock;
  readonly log: Log;
  readonly timing: EnrollmentTiming;
  readonly random: () => number;
  readonly onChanged: (registrationId: string) => void;
}

export interface DueCheck {
  readonly registrationId: string;
  readonly service: string;
  /** Checks made so far. */
  readonly checks: number;
}

interface RegistrationSaid {
  readonly status: string;
  readonly assignedHub: string | null;
  readonly deviceId: string | null;
  /** The service's own time of the last change, ISO 8601; null when the device has never registered. */
  readonly at: string | null;
}

/** After so many that were given up in a row, nobody registers here. */
const manyUnits = 20;

/** Asks the service whether an enrolled device has registered, less and less often, and gives up after a bounded number. */
export class RegistrationChecks {
  readonly #options: RegistrationCheckOptions;
  /** Units in a row that were given up, by service. */
  readonly #givenUp = new Map<string, number>();

  constructor(options: RegistrationCheckOptions) {
    this.#options = options;
  }

  due(limit: number): Promise<readonly DueCheck[]> {
    const { store, clock, calls } = this.#options;
    return store.dueForRegistrationCheck(clock.now(), limit, calls.pauses.paused());
  }

  /** Asks now and keeps the answer. Throws `dps.*`, `enrollment.no-service`. */
  async refresh(registrationId: string, service: string): Promise<void> {
    await this.#options.store.registered(registrationId, await this.#ask(registrationId, service));
    this.#options.onChanged(registrationId);
  }

  /** Asks, keeps the answer, and plans the next time. Throws only when the store does. */
  async check({ registrationId, service, checks }: DueCheck): Promise<void> {
    const { store, onChanged } = this.#options;
    let said: RegistrationSaid;
    try {
      said = await this.#ask(registrationId, service);
    } catch (error) {
      return this.#keepFailure({ registrationId, service, checks }, error);
    }
    const assigned = said.status === "assigned";
    const nextCheckAt = assigned ? null : this.#next(service, checks);
    if (assigned) this.#givenUp.delete(service);
    else if (nextCheckAt === null) this.#givenUp.set(service, (this.#givenUp.get(service) ?? 0) + 1);
    await store.registered(registrationId, { ...said, nextCheckAt });
    onChanged(registrationId);
  }

  async #keepFailure({ registrationId, service, checks }: DueCheck, thrown: unknown): Promise<void> {
    const { store, calls, log } = this.#options;
    const error = asStationError(thrown);
    if (error.code === "station.cancelled") return;
    log.warn({ registrationId, service, code: error.code, detail: error.detail }, "registration check failed");
    const verdict = judgeFailure(error);
    // A service in trouble is no answer: the check stays due and is not counted against the unit.
    if (verdict.kind === "pause") calls.pauses.failed(service, { ...verdict, code: error.code });
    else await store.checkPostponed(registrationId, this.#next(service, checks));
  }

  #next(service: string, checks: number): Date | null {
    const { clock, timing, random } = this.#options;
    const nobody = (this.#givenUp.get(service) ?? 0) >= manyUnits;
    const most = nobody ? timing.maximumChecksIfNobodyRegisters : timing.maximumChecks;
    if (checks + 1 >= most) return null;
    const whole = timing.checkDelaysMs[checks] ?? timing.checkDelaysMs.at(-1) ?? 0;
    return new Date(clock.now().getTime() + jittered(whole, random));
  }

  #ask(registrationId: string, service: string): Promise<RegistrationSaid> {
    return this.#options.calls.call(
      service,
      (client, signal) => askRegistration(client, registrationId, signal),
      registrationId,
    );
  }
}

/** A device the service has not seen counts as unassigned. */
async function askRegistration(
  service: EnrollmentService,
  registrationId: string,
  signal: AbortSignal,
): Promise<RegistrationSaid> {
  const state = await service.getRegistrationState(registrationId, { signal });
  return {
    status: state?.status ?? "unassigned",
    assignedHub: state?.assignedHub ?? null,
    deviceId: state?.deviceId ?? null,
    at: state?.lastUpdatedDateTimeUtc ?? null,
  };
}
