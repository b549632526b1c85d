import { asStationError } from "../../base/errors/base-errors.ts";
import { problemOf } from "../../api/report-problem.ts";
import type { ReconcileStatus } from "../../api/contract/index.ts";
import { enrollmentErrors } from "../../enrollment/enrollment-errors.ts";
import { type ReconcileEvent, reconcileService } from "../operations/reconcile-service.ts";
import type { Workshop } from "../workshop.ts";

type Finding = Extract<ReconcileEvent, { type: "finding" }>;

const idle: ReconcileStatus = {
  state: "idle",
  service: null,
  startedAt: null,
  finishedAt: null,
  resumed: false,
  phase: null,
  counts: {
    entries: 0,
    missing: 0,
    extra: 0,
    different: 0,
    disabled: 0,
    registered: 0,
    neverRegistered: 0,
    groupDevices: 0,
  },
  expected: 0,
  first: [],
  agree: null,
  problem: null,
};
/** Of each kind: a screen shows what to begin with, the command line tells all. */
const mostShown = 50;

/** One comparison of a service with the records at a time, beside everything else. It goes on where it was interrupted. */
export class ReconcileJob {
  readonly #workshop: Workshop;
  readonly #onStatus: (status: ReconcileStatus) => void;
  #status = idle;
  #stop = new AbortController();
  #running: Promise<void> | undefined;

  constructor(workshop: Workshop, onStatus: (status: ReconcileStatus) => void) {
    this.#workshop = workshop;
    this.#onStatus = onStatus;
  }

  status(): ReconcileStatus {
    return this.#status;
  }

  /** Throws `enrollment.reconciling`, `set-up.unknown-service`. */
  async start(order: {
    readonly service: string;
    readonly neverRegisteredDays?: number | undefined;
  }): Promise<ReconcileStatus> {
    this.#refuseSecond();
    await this.#workshop.services.get(order.service);
    const counts = await this.#workshop.records.enrollments.countsByService();
    this.#refuseSecond();
    this.#stop = new AbortController();
    const startedAt = new Date().toISOString();
    const expected = counts.get(order.service)?.enrolled ?? 0;
    this.#say({ ...idle, state: "running", service: order.service, startedAt, expected, phase: "service" });
    this.#running = this.#run(order, this.#stop.signal).finally(() => {
      this.#running = undefined;
    });
    return this.#status;
  }

  /** What was seen so far is kept. */
  async cancel(): Promise<ReconcileStatus> {
    this.#stop.abort();
    await this.#running;
    return this.#status;
  }

  #refuseSecond(): void {
    if (this.#running === undefined) return;
    throw enrollmentErrors.reconciling(`"${this.#status.service ?? ""}" is being compared`);
  }

  async #run(
    order: { readonly service: string; readonly neverRegisteredDays?: number | undefined },
    signal: AbortSignal,
  ): Promise<void> {
    try {
      for await (const event of reconcileService(this.#workshop, { ...order, signal })) this.#take(event);
    } catch (thrown) {
      const error = asStationError(thrown);
      const interrupted = error.code === "station.cancelled";
      const problem = interrupted ? null : problemOf(error);
      this.#say({ ...this.#status, state: interrupted ? "interrupted" : "failed", problem, finishedAt: now() });
    }
  }

  #take(event: ReconcileEvent): void {
    if (event.type === "finding") {
      this.#status = { ...this.#status, first: withFinding(this.#status.first, event) };
      return;
    }
    const { entries, missing, extra, different, disabled, registered, neverRegistered, groupDevices } = event;
    const counts = { entries, missing, extra, different, disabled, registered, neverRegistered, groupDevices };
    if (event.type === "progress") this.#say({ ...this.#status, phase: event.phase, counts });
    else {
      const { agree, resumed, startedAt } = event;
      this.#say({ ...this.#status, state: "done", counts, agree, resumed, startedAt, finishedAt: now() });
    }
  }

  #say(status: ReconcileStatus): void {
    this.#status = status;
    this.#onStatus(status);
  }
}

const now = (): string => new Date().toISOString();

function withFinding(
  first: ReconcileStatus["first"],
  { kind, registrationId, detail }: Finding,
): ReconcileStatus["first"] {
  const known = first.filter((each) => each.kind === kind);
  if (known.length >= mostShown || known.some((each) => each.registrationId === registrationId)) return first;
  return [...first, { kind, registrationId, detail }];
}
