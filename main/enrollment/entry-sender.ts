import type { Clock } from "../base/clock.ts";
import { asStationError } from "../base/errors/base-errors.ts";
import type { StationError } from "../base/errors/station-error.ts";
import type { Log } from "../base/log.ts";
import { enrollmentErrors } from "./enrollment-errors.ts";
import type { EnrollmentState, EnrollmentStore, QueuedEntry } from "./enrollment-store.ts";
import { backOffMs, type EnrollmentTiming } from "./enrollment-timing.ts";
import { judgeFailure } from "./judge-failure.ts";
import { type SendResult, sendEnrollment } from "./send-enrollment.ts";
import { sendEnrollments } from "./send-enrollments.ts";
import type { ServiceCalls } from "./service-calls.ts";

export interface EntrySenderOptions {
  readonly store: EnrollmentStore;
  readonly calls: ServiceCalls;
  /** What is kept apart from an entry, put in just before it is sent. */
  readonly complete: (queued: QueuedEntry) => Promise<unknown>;
  readonly clock: Clock;
  readonly log: Log;
  readonly timing: EnrollmentTiming;
  readonly random: () => number;
  /** Aborts when the queue stops: what is broken off then stays queued. */
  readonly stopped: AbortSignal;
  readonly onChanged: (registrationId: string) => void;
}

/** Brings entries to their service, alone or several in one call, and keeps how it went. Its tasks throw only when the store does. */
export class EntrySender {
  readonly #options: EntrySenderOptions;

  constructor(options: EntrySenderOptions) {
    this.#options = options;
  }

  alone(entry: QueuedEntry): Promise<EnrollmentState> {
    const { calls, complete } = this.#options;
    const { registrationId, service } = entry;
    const send = () =>
      calls.call(
        service,
        async (client, signal) => sendEnrollment(client, await complete(entry), signal),
        registrationId,
      );
    return this.#attempt(entry, send);
  }

  /**
   * All of one service in one call, which begins now; gives a task for each, to be started at once, that keeps what became of it.
   * `onEnd`: the call is over.
   */
  together(
    service: string,
    group: readonly QueuedEntry[],
    onEnd: () => void,
  ): readonly (() => Promise<EnrollmentState>)[] {
    const { calls, complete } = this.#options;
    const outcomes = calls
      .call(service, async (client, signal) => sendEnrollments(client, await Promise.all(group.map(complete)), signal))
      .finally(onEnd);
    return group.map(
      (entry, index) => () =>
        this.#attempt(entry, async () => {
          const outcome = (await outcomes)[index];
          if (outcome === undefined) throw enrollmentErrors.changing("the group's call told nothing of this entry");
          if (outcome instanceof Error) {
            calls.tally.failed(entry.service, outcome, entry.registrationId);
            throw outcome;
          }
          return outcome;
        }),
    );
  }

  async #attempt(entry: QueuedEntry, send: () => Promise<SendResult>): Promise<EnrollmentState> {
    const { store, calls, stopped } = this.#options;
    const { registrationId } = entry;
    let result: SendResult;
    try {
      result = await send();
    } catch (error) {
      if (stopped.aborted) return "queued";
      return this.#keepFailure(entry, asStationError(error));
    }
    if (result.state === "enrolled") {
      calls.tally.sent(entry.service);
      await store.enrolled(registrationId, result);
    } else await store.conflict(registrationId, result);
    return this.#announce(entry, result.state, result.state === "conflict" ? result.code : null);
  }

  async #keepFailure(entry: QueuedEntry, error: StationError): Promise<EnrollmentState> {
    const { store, calls, clock, timing, random } = this.#options;
    const { registrationId, attempts } = entry;
    const { code, detail } = error;
    const verdict = judgeFailure(error);
    if (verdict.kind === "rejected" || verdict.kind === "conflict") {
      await store[verdict.kind](registrationId, { code, detail });
      return this.#announce(entry, verdict.kind, code);
    }
    const limits = { first: timing.firstPauseMs, longest: timing.longestPauseMs };
    const nextAttemptAt =
      verdict.kind === "pause"
        ? calls.pauses.failed(entry.service, { ...verdict, code })
        : new Date(clock.now().getTime() + backOffMs(attempts, limits, random));
    await store.postponed(registrationId, { code, detail, nextAttemptAt });
    return this.#announce(entry, "queued", code);
  }

  #announce({ registrationId, service }: QueuedEntry, state: EnrollmentState, code: string | null): EnrollmentState {
    this.#options.log.info({ registrationId, service, state, code }, "enrollment");
    this.#options.onChanged(registrationId);
    return state;
  }
}
