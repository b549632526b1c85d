import type {
  Lot,
  PracticeFault,
  Problem,
  RunRecord,
  Slot,
  StationEvent,
  StepId,
  UnitDetail,
} from "../../../main/api/contract/index.ts";
import { enrollFakeUnit, fakeFailures, newFakeUnit, provisionFakeUnit } from "./fake-records.ts";

const stepsOf: Readonly<Record<"tpm" | "x509", readonly StepId[]>> = {
  tpm: [
    "identify",
    "look-up",
    "read-endorsement-key",
    "check-endorsement-certificate",
    "activate-credential",
    "write-registration",
    "read-back",
    "record",
  ],
  x509: [
    "identify",
    "look-up",
    "make-key",
    "request-certificate",
    "issue-certificate",
    "write-certificate",
    "write-registration",
    "prove-key",
    "record",
  ],
};

export interface FakeLineOptions {
  readonly slots: number;
  /** Time of one step in ms. */
  readonly stepMs: number;
  readonly lot: () => Lot;
  readonly setLot: (change: Partial<Lot>) => void;
  readonly publish: (event: StationEvent) => void;
  readonly isServiceReachable: () => boolean;
  readonly onQueueChanged: () => void;
}

/** Slots whose runs advance by timers, and the units they leave behind. */
export class FakeLine {
  readonly units = new Map<string, UnitDetail>();
  readonly #options: FakeLineOptions;
  readonly #slots = new Map<string, Slot>();
  readonly #faults = new Map<string, PracticeFault>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #serial = 220_000_128;
  #run = 0;

  constructor(options: FakeLineOptions) {
    this.#options = options;
    for (let index = 1; index <= options.slots; index += 1) this.#slots.set(String(index), emptySlot(String(index)));
  }

  slots(): Slot[] {
    return [...this.#slots.values()];
  }

  slot(slotId: string): Slot | undefined {
    return this.#slots.get(slotId);
  }

  addSlot(name: string): Slot {
    return this.#set({ ...emptySlot(name), present: true });
  }

  removeSlot(slotId: string): void {
    this.#stopTimer(slotId);
    this.#slots.delete(slotId);
  }

  skip(slotId: string, skipped: Slot["skipped"]): void {
    this.#set({ ...emptySlot(slotId), state: skipped === null ? "waiting" : "off", skipped });
  }

  queued(): number {
    return [...this.units.values()].filter((unit) => unit.enrollment === "queued").length;
  }

  plug(slotId: string, fault: PracticeFault): Slot {
    this.#stopTimer(slotId);
    this.#faults.set(slotId, fault);
    if (fault === "no-serial") return this.#set(unlabelled(slotId));
    const serialNumber = `GW${this.#serial}`;
    this.#serial += 1;
    return this.start(slotId, serialNumber);
  }

  start(slotId: string, serialNumber: string): Slot {
    const lot = this.#options.lot();
    const unit = this.units.get(serialNumber) ?? newFakeUnit(serialNumber, lot);
    this.#run += 1;
    const run: RunRecord = {
      id: `run-${this.#run}`,
      slot: slotId,
      lot: lot.lot,
      outcome: "running",
      startedAt: new Date().toISOString(),
      ms: null,
      problem: null,
      operator: null,
      steps: [],
    };
    this.#saveRun({ ...unit, runs: unit.runs + 1 }, run);
    this.#advance(slotId, serialNumber, run, 0);
    return this.#slots.get(slotId) ?? emptySlot(slotId);
  }

  stop(slotId: string): Slot {
    const slot = this.#slots.get(slotId) ?? emptySlot(slotId);
    const unit = this.units.get(slot.serialNumber ?? "");
    const run = unit?.runHistory[0];
    if (unit !== undefined && run?.outcome === "running") this.#fail(slotId, unit, run, cancelled);
    return this.#slots.get(slotId) ?? slot;
  }

  unplug(slotId: string): Slot {
    const slot = this.#slots.get(slotId) ?? emptySlot(slotId);
    if (slot.state === "running") this.stop(slotId);
    const now = this.#slots.get(slotId) ?? slot;
    return this.#set(now.state === "scan" ? emptySlot(slotId) : { ...now, present: false, next: "plug-in" });
  }

  /** Sends what is queued, one unit every 400 ms, while the service answers. */
  drain(): void {
    if (this.#timers.has("queue")) return;
    const next = [...this.units.values()].find((unit) => unit.enrollment === "queued");
    if (next === undefined) return;
    const send = () => {
      this.#timers.delete("queue");
      if (!this.#options.isServiceReachable()) return;
      const unit = enrollFakeUnit(this.units.get(next.serialNumber) ?? next);
      this.#saveUnit(unit);
      const slot = this.slots().find((one) => one.serialNumber === unit.serialNumber);
      if (slot !== undefined) this.#set({ ...slot, enrollment: "enrolled" });
      this.#options.onQueueChanged();
      this.drain();
    };
    this.#timers.set("queue", setTimeout(send, 400));
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #advance(slotId: string, serialNumber: string, run: RunRecord, done: number): void {
    const unit = this.units.get(serialNumber);
    if (unit === undefined) return;
    const steps = stepsOf[this.#options.lot().attestation === "tpm" ? "tpm" : "x509"];
    const id = steps[done];
    if (id === undefined) return this.#pass(slotId, unit, run);
    this.#set({
      ...emptySlot(slotId),
      present: true,
      state: "running",
      next: "wait",
      serialNumber,
      runId: run.id,
      step: { id, number: done + 1, count: steps.length },
      startedAt: run.startedAt,
    });
    this.#timers.set(
      slotId,
      setTimeout(() => this.#finishStep(slotId, serialNumber, { run, id, done }), this.#options.stepMs),
    );
  }

  #finishStep(slotId: string, serialNumber: string, at: { run: RunRecord; id: StepId; done: number }): void {
    const unit = this.units.get(serialNumber);
    if (unit === undefined) return;
    const failure = fakeFailures[this.#faults.get(slotId) ?? "none"];
    if (failure !== undefined && failure.after === at.done)
      return this.#fail(slotId, unit, at.run, failure.problem, at.id);
    const run: RunRecord = {
      ...at.run,
      steps: [
        ...at.run.steps,
        { id: at.id, outcome: "pass", code: null, ms: this.#options.stepMs, measurements: { bytes: 316, attempts: 1 } },
      ],
    };
    this.#saveRun(unit, run);
    this.#advance(slotId, serialNumber, run, at.done + 1);
  }

  #pass(slotId: string, unit: UnitDetail, run: RunRecord): void {
    const done: RunRecord = { ...run, outcome: "pass", ms: Date.now() - Date.parse(run.startedAt) };
    this.#saveRun(provisionFakeUnit(unit, done), done);
    this.#finish(slotId, done, { state: "pass", next: "take-out", enrollment: "queued", problem: null });
    this.#count(unit.runs === 1);
    this.#options.onQueueChanged();
    this.drain();
  }

  // oxlint-disable-next-line max-params -- a fake, read top to bottom
  #fail(slotId: string, unit: UnitDetail, run: RunRecord, problem: Problem, stepId?: StepId): void {
    this.#stopTimer(slotId);
    const failed: RunRecord = {
      ...run,
      outcome: "fail",
      ms: Date.now() - Date.parse(run.startedAt),
      problem,
      steps: [
        ...run.steps,
        ...(stepId === undefined
          ? []
          : [{ id: stepId, outcome: "fail" as const, code: problem.code, ms: this.#options.stepMs, measurements: {} }]),
      ],
    };
    this.#saveRun(unit, failed);
    const again = problem.retry === "same-unit" ? "try-again" : problem.retry === "never" ? "red-bin" : "call-engineer";
    this.#finish(slotId, failed, { state: "fail", next: unit.runs > 1 ? "red-bin" : again, problem, enrollment: null });
    this.#count(false);
  }

  #finish(slotId: string, run: RunRecord, change: Pick<Slot, "state" | "next" | "problem" | "enrollment">): void {
    const slot = this.#slots.get(slotId) ?? emptySlot(slotId);
    this.#set({ ...slot, ...change, step: null, elapsedMs: run.ms });
  }

  #count(first: boolean): void {
    const all = [...this.units.values()];
    const passed = all.filter((unit) => unit.lastOutcome === "pass");
    const firsts = passed.filter((unit) => unit.runs === 1).length;
    const finished = all.filter((unit) => unit.lastOutcome === "pass" || unit.lastOutcome === "fail").length;
    this.#options.setLot({
      done: passed.length,
      failed: all.filter((unit) => unit.lastOutcome === "fail").length,
      firstPassYield: finished === 0 ? (first ? 1 : null) : firsts / finished,
      perHour: passed.length,
    });
  }

  #saveRun(unit: UnitDetail, run: RunRecord): void {
    const others = unit.runHistory.filter((one) => one.id !== run.id);
    this.#saveUnit({
      ...unit,
      lastOutcome: run.outcome,
      runHistory: [run, ...others],
      updatedAt: new Date().toISOString(),
    });
  }

  #saveUnit(unit: UnitDetail): void {
    this.units.set(unit.serialNumber, unit);
    this.#options.publish({ type: "unit", serialNumber: unit.serialNumber });
  }

  #set(slot: Slot): Slot {
    this.#slots.set(slot.id, slot);
    this.#options.publish({ type: "slot", slot });
    return slot;
  }

  #stopTimer(slotId: string): void {
    clearTimeout(this.#timers.get(slotId));
    this.#timers.delete(slotId);
  }
}

const cancelled: Problem = {
  code: "station.cancelled",
  sentence: "Stopped. Start the unit again when ready.",
  detail: "stopped by the operator or taken out while running",
  retry: "same-unit",
};

/** A unit that tells no serial number: its label is waited for. */
const unlabelled = (id: string): Slot => ({
  ...emptySlot(id),
  state: "scan",
  present: true,
  next: "scan-label",
  problem: {
    code: "unit.serial-missing",
    sentence: "Scan the label of this unit.",
    detail: "device tells no serial number and no label was scanned",
    retry: "same-unit",
  },
});

function emptySlot(id: string): Slot {
  return {
    id,
    name: id,
    state: "waiting",
    present: false,
    serialNumber: null,
    registrationId: null,
    runId: null,
    step: null,
    startedAt: null,
    elapsedMs: null,
    expectedMs: 3000,
    problem: null,
    next: "plug-in",
    enrollment: null,
  };
}
