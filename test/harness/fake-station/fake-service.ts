import { setTimeout as sleep } from "node:timers/promises";
import type {
  ConflictSolution,
  EnrollmentAct,
  EnrollmentChange,
  ParkedEntry,
  PracticeCall,
  PracticeHubDevice,
  Problem,
  ReconcileStatus,
  ServiceCheck,
  ServiceConflict,
  ServiceOverview,
  ServiceStatus,
  StationEvent,
} from "../../../main/api/contract/index.ts";

export interface FakeServiceOptions {
  readonly status: () => ServiceStatus;
  readonly enrolled: () => number;
  readonly publish: (event: StationEvent) => void;
  readonly refuse: (problem: Problem) => never;
}

interface Order {
  readonly registrationId: string;
  readonly reason: string;
  readonly by?: string | undefined;
  readonly newRegistrationId?: string | undefined;
}

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

/** What is between a station and its service, in memory: whatever a test puts there is on screen. */
export class FakeService {
  /** What the overview says otherwise than the line; null: no service is set up. */
  overview: Partial<ServiceOverview> | null = {};
  conflicts: readonly ServiceConflict[] = [];
  parked: readonly ParkedEntry[] = [];
  changes: readonly EnrollmentChange[] = [];
  /** What a check answers, one line after the other. */
  checks: readonly ServiceCheck[] = [];
  calls: readonly PracticeCall[] = [];
  hubDevices: readonly PracticeHubDevice[] = [];
  /** Time of one line of a check, of one page of a comparison; ms. */
  stepMs = 0;
  /** An act waits for the service. */
  actsWait = false;
  reconcile: ReconcileStatus = idle;
  /** How a comparison that is started will end. */
  reconciled: ReconcileStatus = idle;
  readonly #options: FakeServiceOptions;
  #running = false;

  constructor(options: FakeServiceOptions) {
    this.#options = options;
  }

  services(): ServiceOverview[] {
    if (this.overview === null) return [];
    const { name, state, queued, code } = this.#options.status();
    return [
      {
        name: name ?? "practice-dps",
        host: "practice-dps.azure-devices-provisioning.example",
        auth: "sas",
        state,
        code,
        since: null,
        pausedUntil: null,
        queued,
        enrolled: this.#options.enrolled(),
        parked: this.conflicts.length + this.parked.length,
        conflicts: this.conflicts.length,
        changes: this.changes.filter((change) => change.state === "waiting").length,
        sentPerMinute: 0,
        callsPerMinute: 0,
        pacePerMinute: 1000,
        lastErrors: [],
        ...this.overview,
      },
    ];
  }

  /** Puts something there, and says that it changed. */
  set(
    change: Partial<Pick<FakeService, "overview" | "conflicts" | "parked" | "changes" | "calls" | "hubDevices">>,
  ): void {
    Object.assign(this, change);
    this.#options.publish({ type: "service-work" });
  }

  showReconcile(status: ReconcileStatus): void {
    this.reconcile = status;
    this.#options.publish({ type: "reconcile", status });
  }

  solve(order: Order, how: ConflictSolution): EnrollmentChange {
    const conflict = this.conflicts.find(({ registrationId }) => registrationId === order.registrationId);
    if (conflict === undefined) return this.#options.refuse(unknownEntry);
    const change = this.#written(order, how, conflict.unit);
    const conflicts = this.actsWait
      ? this.conflicts.map((one) => (one === conflict ? { ...one, solving: how } : one))
      : this.conflicts.filter((one) => one !== conflict);
    this.set({ conflicts, changes: [change, ...this.changes] });
    return change;
  }

  change(order: Order, act: EnrollmentAct): EnrollmentChange {
    const change = this.#written(order, act, order.registrationId);
    this.set({ changes: [change, ...this.changes] });
    return change;
  }

  retryParked(chosen: readonly string[] | undefined): number {
    const left = this.parked.filter(({ registrationId }) => chosen !== undefined && !chosen.includes(registrationId));
    const retried = this.parked.length - left.length;
    this.set({ parked: left });
    return retried;
  }

  async *check(signal: AbortSignal | undefined): AsyncGenerator<ServiceCheck, void> {
    for (const line of this.checks) {
      await sleep(this.stepMs, undefined, signal === undefined ? {} : { signal });
      yield line;
    }
  }

  startReconcile(service: string): ReconcileStatus {
    const resumed = this.reconcile.state === "interrupted";
    const from = resumed ? this.reconcile.counts.entries : 0;
    const startedAt = new Date().toISOString();
    this.showReconcile({ ...this.reconciled, ...running, service, startedAt, resumed, counts: countsAt(from) });
    this.#running = true;
    void this.#run();
    return this.reconcile;
  }

  cancelReconcile(): ReconcileStatus {
    this.#running = false;
    this.showReconcile({ ...this.reconcile, state: "interrupted" });
    return this.reconcile;
  }

  close(): void {
    this.#running = false;
  }

  async #run(): Promise<void> {
    const { expected } = this.reconciled;
    for (let entries = this.reconcile.counts.entries; entries < expected; entries += Math.ceil(expected / 10)) {
      await sleep(this.stepMs);
      if (!this.#running) return;
      this.showReconcile({ ...this.reconcile, counts: countsAt(entries) });
    }
    this.#running = false;
    const { startedAt, service, resumed } = this.reconcile;
    this.showReconcile({ ...this.reconciled, startedAt, service, resumed, finishedAt: new Date().toISOString() });
  }

  #written({ registrationId, reason, by }: Order, act: EnrollmentChange["act"], unit: string): EnrollmentChange {
    const at = new Date().toISOString();
    return {
      id: this.changes.length + 1,
      registrationId,
      unit,
      service: "practice-dps",
      act,
      reason,
      by: by ?? "station",
      at,
      state: this.actsWait ? "waiting" : "done",
      finishedAt: this.actsWait ? null : at,
      code: this.actsWait ? "dps.unreachable" : null,
      detail: null,
    };
  }
}

const running: Pick<ReconcileStatus, "state" | "phase" | "finishedAt" | "agree" | "first" | "problem"> = {
  state: "running",
  phase: "service",
  finishedAt: null,
  agree: null,
  first: [],
  problem: null,
};

const countsAt = (entries: number): ReconcileStatus["counts"] => ({ ...idle.counts, entries });

const unknownEntry: Problem = {
  code: "enrollment.unknown-entry",
  sentence: "Unit is not enrolled here. Provision it first.",
  detail: "no conflict of that registration id",
  retry: "after-fix",
};
