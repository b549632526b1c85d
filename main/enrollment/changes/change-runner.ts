import type { Clock } from "../../base/clock.ts";
import { asStationError } from "../../base/errors/base-errors.ts";
import type { StationError } from "../../base/errors/station-error.ts";
import type { Log } from "../../base/log.ts";
import { enrollmentErrors } from "../enrollment-errors.ts";
import { isChangeable } from "../enrollment-service.ts";
import type { EnrollmentState, EnrollmentStore, QueuedEntry } from "../enrollment-store.ts";
import { backOffMs, type EnrollmentTiming } from "../enrollment-timing.ts";
import { judgeFailure } from "../judge-failure.ts";
import type { ServiceCalls } from "../service-calls.ts";
import { carryOutChange } from "./carry-out-change.ts";
import type { ChangeOutcome } from "./change-outcome.ts";
import type { ChangeStore, DueChange } from "./change-store.ts";

export interface ChangeRunnerOptions {
  readonly changes: ChangeStore;
  readonly store: Pick<EnrollmentStore, "conflict">;
  readonly calls: ServiceCalls;
  readonly complete: (queued: QueuedEntry) => Promise<unknown>;
  readonly clock: Clock;
  readonly log: Log;
  readonly timing: EnrollmentTiming;
  readonly random: () => number;
  readonly onChanged: (registrationId: string) => void;
}

/** Failures that no repetition mends: what is wanted does not fit what is there. */
const final: readonly string[] = [
  "enrollment.gone",
  "enrollment.not-possible",
  "enrollment.conflict",
  "enrollment.malformed-entry",
  // The store refuses the name the service has for the device.
  "records.duplicate-device-id",
];

/** Brings the changes that people want to the service. */
export class ChangeRunner {
  readonly #options: ChangeRunnerOptions;

  constructor(options: ChangeRunnerOptions) {
    this.#options = options;
  }

  due(now: Date, limit: number): Promise<readonly DueChange[]> {
    const { changes, calls } = this.#options;
    return changes.due(now, limit, calls.pauses.paused());
  }

  /** Tries once and keeps how it went. Throws only when the store does. */
  async run(change: DueChange): Promise<EnrollmentState> {
    const { log, onChanged, calls } = this.#options;
    const { registrationId, service, act } = change;
    let code: string | null = null;
    try {
      const outcome = await calls.call(
        service,
        async (client, signal) => {
          if (!isChangeable(client)) throw enrollmentErrors.notPossible("the service takes no changes");
          const entry = await this.#options.complete(change);
          return carryOutChange(client, { ...change, entry }, signal);
        },
        registrationId,
      );
      code = await this.#keep(change, outcome);
    } catch (thrown) {
      const error = asStationError(thrown);
      if (error.code === "station.cancelled") return change.enrollmentState;
      code = error.code;
      await this.#keepFailure(change, error);
    }
    log.info({ registrationId, service, act, code }, "change of an enrollment");
    onChanged(registrationId);
    return change.enrollmentState;
  }

  async #keep({ id, registrationId }: DueChange, outcome: ChangeOutcome): Promise<string | null> {
    const { changes, store } = this.#options;
    if (outcome.kind === "done") {
      await changes.done(id, outcome);
      return null;
    }
    // Somebody changed the entry after it was looked at: it must be looked at again.
    await store.conflict(registrationId, outcome);
    await changes.failed(id, { code: outcome.code, detail: `changed since it was looked at: ${outcome.detail}` });
    return outcome.code;
  }

  async #keepFailure({ id, service, attempts }: DueChange, error: StationError): Promise<void> {
    const { changes, calls, clock, timing, random } = this.#options;
    const { code, detail } = error;
    const verdict = judgeFailure(error);
    if (final.includes(code) || verdict.kind === "rejected" || verdict.kind === "conflict") {
      return changes.failed(id, { code, detail });
    }
    const limits = { first: timing.firstPauseMs, longest: timing.longestPauseMs };
    const nextAttemptAt =
      // Gone between reading and writing: the next attempt sees it.
      verdict.kind === "pause" && code !== "dps.not-found"
        ? calls.pauses.failed(service, { ...verdict, code })
        : new Date(clock.now().getTime() + backOffMs(attempts, limits, random));
    return changes.postponed(id, { code, detail, nextAttemptAt });
  }
}
