import { Emitter } from "../base/async/emitter.ts";
import type { Clock } from "../base/clock.ts";
import { baseErrors } from "../base/errors/base-errors.ts";
import type { Log } from "../base/log.ts";
import { ChangeRunner } from "./changes/change-runner.ts";
import type { ChangeStore } from "./changes/change-store.ts";
import { enrollmentErrors } from "./enrollment-errors.ts";
import { EntrySender } from "./entry-sender.ts";
import type { EnrollmentService } from "./enrollment-service.ts";
import type { EnrollmentState, EnrollmentStore, QueuedEntry } from "./enrollment-store.ts";
import { defaultTiming, type EnrollmentTiming } from "./enrollment-timing.ts";
import { RegistrationChecks } from "./registration-checks.ts";
import { ServiceCalls } from "./service-calls.ts";
import type { ServiceFailure } from "./service-tally.ts";
import { waitForState } from "./wait-for-state.ts";

export interface EnrollmentQueueOptions {
  readonly store: EnrollmentStore;
  /** What people want changed of entries; left out: nothing. */
  readonly changes?: ChangeStore | undefined;
  readonly serviceFor: (name: string) => EnrollmentService | undefined;
  /** What is kept apart from an entry, such as its keys, put in just before it is sent. The result is neither kept nor logged. */
  readonly complete?: ((queued: QueuedEntry) => Promise<unknown>) | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** The entry's state, its reason or its device's registration changed. */
  readonly onChanged: (registrationId: string) => void;
  readonly onStatus: (status: QueueStatus) => void;
  readonly timing?: Partial<EnrollmentTiming> | undefined;
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random?: (() => number) | undefined;
}

export interface QueueStatus {
  /** The service in trouble, else the one called last; null before the first call. */
  readonly name: string | null;
  /** ok: no trouble known · none: an entry names a service that is not set up. */
  readonly state: "ok" | "busy" | "unreachable" | "refused" | "none";
  readonly queued: number;
  /** Entries in conflict or rejected. */
  readonly parked: number;
  /** Code of the trouble. */
  readonly code: string | null;
}

/** One service as the queue sees it. */
export interface ServiceState {
  readonly state: QueueStatus["state"];
  readonly code: string | null;
  /** When its trouble began; null without one. */
  readonly since: Date | null;
  /** Left alone until then; null without trouble. */
  readonly pausedUntil: Date | null;
  readonly callsPerMinute: number;
  readonly sentPerMinute: number;
  /** Newest first. */
  readonly lastErrors: readonly ServiceFailure[];
}

export type FlushResult = Readonly<Record<EnrollmentState, number>>;

const endOfTime = new Date("9999-12-31T23:59:59.999Z");
/** With more than this waiting, entries travel together; with fewer each is told apart sooner alone. */
const backlogSize = 20;
/** As many as one bulk call takes (service API 2021-10-01). */
const groupSize = 10;
const keyOf = (registrationId: string): string => registrationId.toLowerCase();

/** Brings queued entries to their services in the background, a few at a time, one at a time per registration id. */
export class EnrollmentQueue {
  readonly #store: EnrollmentStore;
  readonly #options: EnrollmentQueueOptions;
  readonly #timing: EnrollmentTiming;
  readonly #calls: ServiceCalls;
  readonly #checks: RegistrationChecks;
  readonly #sender: EntrySender;
  readonly #changes: ChangeRunner | undefined;
  readonly #stopping = new AbortController();
  readonly #inFlight = new Map<string, Promise<EnrollmentState>>();
  readonly #changed: Emitter<string>;
  #started = false;
  #pump: Promise<void> | undefined;
  #wokenAgain = false;
  /** How many of those in flight share a call with another. */
  #sharing = 0;
  #timer: NodeJS.Timeout | undefined;
  #counts = { queued: 0, parked: 0 };
  #announced = "";
  /** The records could not be written: without a rest until the next poll, the same entry would be sent again and again. */
  #resting = false;

  constructor(options: EnrollmentQueueOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#timing = { ...defaultTiming, ...options.timing };
    const { store, clock, log, serviceFor } = options;
    const pace = { clock, timing: this.#timing, random: options.random ?? Math.random };
    this.#changed = new Emitter((error) => log.error({ error }, "a listener of the enrollment queue failed"));
    this.#changed.on(options.onChanged);
    this.#calls = new ServiceCalls({ ...pace, serviceFor, stopped: this.#stopping.signal });
    const shared = { ...pace, store, calls: this.#calls, log, onChanged: (id: string) => this.#changed.emit(id) };
    this.#checks = new RegistrationChecks(shared);
    const complete = (queued: QueuedEntry) => options.complete?.(queued) ?? Promise.resolve(queued.entry);
    this.#sender = new EntrySender({ ...shared, complete, stopped: this.#stopping.signal });
    const { changes } = options;
    this.#changes = changes && new ChangeRunner({ ...shared, changes, complete });
  }

  /** Begins to work; again is no change. */
  start(): void {
    this.#started = true;
    this.wake();
  }

  /** Something may be due: look now. Never waits, never throws. */
  wake(): void {
    if (!this.#started || this.#stopping.signal.aborted || this.#resting) return;
    this.#wokenAgain = true;
    this.#pump ??= this.#work().finally(() => {
      this.#pump = undefined;
      if (this.#wokenAgain) this.wake();
    });
  }

  /** Breaks off what is under way (it stays queued) and settles everybody who waits. Idempotent; there is no restart. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#pump;
    await Promise.allSettled(this.#inFlight.values());
  }

  /**
   * Tries every queued entry once, now, whatever it is waiting for. Gives what became of them: enrolled, conflict, rejected
   * in this flush, and `queued`: how many are left. Works without `start`.
   */
  async flush(signal?: AbortSignal): Promise<FlushResult> {
    // What is under way began before somebody asked for now: it does not count as tried.
    await Promise.allSettled(this.#inFlight.values());
    this.#calls.pauses.end();
    const result = { enrolled: 0, conflict: 0, rejected: 0, queued: 0 };
    const tried = new Set<string>();
    await this.#recount();
    for (;;) {
      const most = this.#timing.concurrency * (this.#counts.queued > backlogSize ? groupSize : 1);
      const room = most + tried.size - result.enrolled - result.conflict - result.rejected;
      const due = await this.#store.nextDue(endOfTime, room, this.#calls.pauses.paused());
      const untried = due.filter(({ registrationId }) => !tried.has(keyOf(registrationId)));
      const flying = untried.flatMap(({ registrationId }) => this.#inFlight.get(keyOf(registrationId)) ?? []);
      const groups = this.#grouped(untried).slice(0, this.#timing.concurrency);
      const batch = untried.filter(({ registrationId }) => this.#inFlight.has(keyOf(registrationId))).concat(...groups);
      if (batch.length === 0 || this.#stopping.signal.aborted) break;
      if (signal?.aborted === true) throw baseErrors.cancelled("the flush was cancelled");
      for (const { registrationId } of batch) tried.add(keyOf(registrationId));
      const states = await Promise.all([...flying, ...groups.flatMap((group) => this.#attemptGroup(group))]);
      for (const state of states) if (state !== "queued") result[state] += 1;
    }
    await this.#recount();
    return { ...result, queued: this.#counts.queued };
  }

  /** The entry's state once it is no longer queued, or "queued" after `ms` or at a stop. Throws `station.cancelled`, `enrollment.unknown-entry`. */
  waitUntilSettled(
    registrationId: string,
    options: { readonly ms: number; readonly signal?: AbortSignal | undefined },
  ): Promise<EnrollmentState> {
    return waitForState({
      read: async () => (await this.#known(registrationId)).state,
      onChange: (listener) =>
        this.#changed.on((changed) => {
          if (keyOf(changed) === keyOf(registrationId)) listener();
        }),
      ms: options.ms,
      signal: options.signal,
      stopped: this.#stopping.signal,
    });
  }

  /** Asks the service for the device's registration now and keeps the answer. Throws `dps.*`, `enrollment.no-service`, `enrollment.unknown-entry`. */
  async refreshRegistration(registrationId: string): Promise<void> {
    const { service } = await this.#known(registrationId);
    await this.#checks.refresh(registrationId, service);
  }

  /** Tries every change that waits once, now; those that come after one of the same entry too. Works without `start`. */
  async flushChanges(signal?: AbortSignal): Promise<void> {
    this.#calls.pauses.end();
    const tried = new Set<number>();
    for (;;) {
      const due = (await this.#changes?.due(endOfTime, this.#timing.concurrency + tried.size)) ?? [];
      const untried = due.filter(({ id }) => !tried.has(id)).slice(0, this.#timing.concurrency);
      if (untried.length === 0 || this.#stopping.signal.aborted) return;
      if (signal?.aborted === true) throw baseErrors.cancelled("the flush was cancelled");
      for (const { id } of untried) tried.add(id);
      await Promise.all(
        untried.map((change) =>
          this.#once(change.registrationId, () => this.#changes?.run(change) ?? Promise.resolve("queued")),
        ),
      );
    }
  }

  /** What is known of one service; "ok" also before its first call. */
  serviceState(name: string): ServiceState {
    const trouble = this.#calls.pauses.trouble(name);
    return {
      state: trouble?.trouble ?? "ok",
      code: trouble?.code ?? null,
      since: trouble?.since ?? null,
      pausedUntil: trouble?.until ?? null,
      ...this.#calls.tally.read(name),
    };
  }

  status(): QueueStatus {
    const worst = this.#calls.pauses.worst();
    return worst === undefined
      ? { name: this.#calls.last, state: "ok", ...this.#counts, code: null }
      : { name: worst.service, state: worst.trouble, ...this.#counts, code: worst.code };
  }

  async #work(): Promise<void> {
    clearTimeout(this.#timer);
    this.#wokenAgain = false;
    try {
      await this.#launchChanges();
      await this.#launchDue();
      await this.#launchChecks();
      await this.#recount();
    } catch (error) {
      this.#options.log.error({ error }, "the enrollment queue cannot read or write its records");
    }
    if (this.#stopping.signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#resting = false;
      this.wake();
    }, this.#timing.pollMs);
    this.#timer.unref();
  }

  async #launchDue(): Promise<void> {
    const room = this.#room();
    if (room <= 0) return;
    // Those in flight are still queued, and come first.
    const limit = this.#inFlight.size + room * (this.#counts.queued > backlogSize ? groupSize : 1);
    const due = await this.#store.nextDue(this.#options.clock.now(), limit, this.#calls.pauses.paused());
    for (const group of this.#grouped(due)) {
      const openness = this.#calls.openness(group[0]?.service ?? "");
      if (this.#room() <= 0) return;
      // One entry finds out whether a service in trouble is back; until then nothing hammers at its door.
      if (openness !== "closed") void Promise.all(this.#attemptGroup(openness === "one" ? group.slice(0, 1) : group));
    }
  }

  /** Changes come first: they are few, and somebody waits for each. */
  async #launchChanges(): Promise<void> {
    const room = this.#room();
    if (this.#changes === undefined || room <= 0) return;
    for (const change of await this.#changes.due(this.#options.clock.now(), this.#inFlight.size + room)) {
      if (this.#room() <= 0) return;
      if (this.#calls.openness(change.service) === "closed" || this.#inFlight.has(keyOf(change.registrationId)))
        continue;
      void this.#once(change.registrationId, () => this.#changes?.run(change) ?? Promise.resolve("queued"));
    }
  }

  /** How many more calls may be under way. */
  #room(): number {
    return this.#timing.concurrency - (this.#inFlight.size - this.#sharing);
  }

  /** Entries not in flight, in their order: a backlog in groups for one call each, by service, what is not a backlog one by one. */
  #grouped(due: readonly QueuedEntry[]): readonly (readonly QueuedEntry[])[] {
    const groups: QueuedEntry[][] = [];
    const open = new Map<string, QueuedEntry[]>();
    for (const entry of due.filter(({ registrationId }) => !this.#inFlight.has(keyOf(registrationId)))) {
      const group = open.get(entry.service);
      if (group !== undefined && group.length < groupSize && this.#travelTogether(entry.service)) group.push(entry);
      else {
        const begun = [entry];
        groups.push(begun);
        open.set(entry.service, begun);
      }
    }
    return groups;
  }

  #travelTogether(service: string): boolean {
    return this.#counts.queued > backlogSize && this.#options.serviceFor(service)?.bulkEnrollments !== undefined;
  }

  /** The whole group in one call; each entry is kept, and told of, by itself. None of them is in flight yet. */
  #attemptGroup(group: readonly QueuedEntry[]): readonly Promise<EnrollmentState>[] {
    const [first] = group;
    if (first === undefined || group.length === 1)
      return group.map((entry) => this.#once(entry.registrationId, () => this.#sender.alone(entry)));
    const shared = group.length - 1;
    this.#sharing += shared;
    const tasks = this.#sender.together(first.service, group, () => {
      this.#sharing -= shared;
    });
    return tasks.map((task, index) => this.#once(group[index]?.registrationId ?? "", task));
  }

  /** One at a time per registration id: whoever comes second gets the first one's result. A task throws only when the store does. */
  #once(registrationId: string, task: () => Promise<EnrollmentState>): Promise<EnrollmentState> {
    const key = keyOf(registrationId);
    const known = this.#inFlight.get(key);
    if (known !== undefined) return known;
    const running = task()
      .catch((error: unknown): EnrollmentState => {
        this.#resting = true;
        this.#options.log.error({ error, registrationId }, "what the service said was not recorded");
        return "queued";
      })
      .finally(() => {
        this.#inFlight.delete(key);
        this.wake();
      });
    this.#inFlight.set(key, running);
    return running;
  }

  async #launchChecks(): Promise<void> {
    const room = this.#room();
    if (room <= 0) return;
    for (const check of await this.#checks.due(room)) {
      if (this.#calls.openness(check.service) === "closed") continue;
      void this.#once(check.registrationId, async () => {
        await this.#checks.check(check);
        return "enrolled";
      });
    }
  }

  async #known(registrationId: string) {
    const entry = await this.#store.get(registrationId);
    if (entry === undefined) throw enrollmentErrors.unknownEntry(`no enrollment of "${registrationId}" is recorded`);
    return entry;
  }

  async #recount(): Promise<void> {
    const { queued, conflict, rejected } = await this.#store.counts();
    this.#counts = { queued, parked: conflict + rejected };
    const status = this.status();
    const text = JSON.stringify(status);
    if (text === this.#announced) return;
    this.#announced = text;
    try {
      this.#options.onStatus(status);
    } catch (error) {
      this.#options.log.error({ error }, "a listener of the enrollment queue failed");
    }
  }
}
