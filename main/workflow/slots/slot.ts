import { randomUUID } from "node:crypto";
import { baseErrors } from "../../base/errors/base-errors.ts";
import type { StationError } from "../../base/errors/station-error.ts";
import type { DeviceSession } from "../../device/device-session.ts";
import type { RunEvent } from "../engine/run-machine.ts";
import { runUnit } from "../engine/run-unit.ts";
import type { LoadedRecipe } from "../recipe/parse-recipe.ts";
import type { EnrollmentState, Plant } from "../steps/step.ts";
import { slotErrors } from "./slot-errors.ts";
import { SlotLoan } from "./slot-loan.ts";
import {
  advanceSlot,
  emptySlot,
  type RecalledRun,
  type SkipReason,
  type SlotEvent,
  type SlotLabel,
  type SlotState,
} from "./slot-state.ts";

/** The physical place behind a slot: tells when a device is there, and opens a conversation with it. */
export interface SlotPort {
  readonly id: string;
  readonly name: string;
  /** Calls the listener with the present state, then at every change; returns the way to stop. */
  watch(listener: (present: boolean) => void): () => void;
  openSession(recipe: LoadedRecipe, signal: AbortSignal): Promise<DeviceSession>;
  /** Why what is there now must be left alone under this recipe; left out: never. */
  skipReason?(recipe: LoadedRecipe | undefined): SkipReason | null;
}

/** What a slot builds now. */
export interface SlotWork {
  readonly lot: string;
  readonly recipe: LoadedRecipe;
}

export interface SlotOptions {
  readonly port: SlotPort;
  readonly plant: Plant;
  /** `undefined` while no lot is chosen. */
  readonly work: () => SlotWork | undefined;
  /** Why nothing is begun now, whatever is plugged in; left out: never. */
  readonly refusal?: () => StationError | null;
  readonly onChange: (slot: Slot) => void;
  /** What is there already when the slot is made is not built until it is plugged in again or started by hand. */
  readonly sparesFirst?: boolean;
}

/** Runs the unit in one place of the fixture; one run at a time, one token per insertion. */
export class Slot {
  readonly #options: SlotOptions;
  readonly #unwatch: () => void;
  #state: SlotState = emptySlot;
  #stop: AbortController | undefined;
  #running: Promise<void> = Promise.resolve();
  /** Counts insertions: what an earlier one still sends is never booked on this one. */
  #insertion = 0;
  /** Failed runs of this insertion; for a unit that never says who it is, all there is to count. */
  #failures = 0;
  /** The unit in the slot has had no run yet. */
  #fresh = false;
  /** The next unit that is there is the one that was there from the start. */
  #spares: boolean;
  #closed = false;
  #loan: SlotLoan | undefined;

  constructor(options: SlotOptions) {
    this.#options = options;
    this.#spares = options.sparesFirst === true;
    this.#unwatch = options.port.watch((present) => {
      this.#onPresence(present);
    });
  }

  get id(): string {
    return this.#options.port.id;
  }

  get name(): string {
    return this.#options.port.name;
  }

  get state(): SlotState {
    return this.#state;
  }

  get isRunning(): boolean {
    return this.#stop !== undefined;
  }

  /** Starts a run on the unit in the slot. Throws `slot.empty`, `slot.busy`, `slot.skipped`, `slot.no-lot`, or the station's refusal. */
  start(scannedSerialNumber?: string): void {
    if (this.#closed) throw baseErrors.cancelled("station is closing");
    if (!this.#state.present) throw slotErrors.empty(`slot ${this.id} is empty`);
    if (this.isRunning) throw slotErrors.busy(`slot ${this.id} is running`);
    if (this.#loan !== undefined) throw slotErrors.busy(`slot ${this.id} is lent`);
    const skipped = this.#judge();
    if (skipped !== null) throw slotErrors.skipped(`slot ${this.id}: ${skipped}`);
    const refusal = this.#options.refusal?.() ?? null;
    if (refusal !== null) throw refusal;
    const work = this.#options.work();
    if (work === undefined) throw slotErrors.noLot("no lot is open on this line");
    this.#running = this.#run(work, scannedSerialNumber, this.#running);
  }

  /** Starts the unit that was plugged in before there was a lot to build for it, or somebody to build it; no-op where there is none. */
  startFresh(): void {
    if (!this.#state.present || this.isRunning || this.#closed || this.#loan !== undefined) return;
    // The result of a unit that had its run stays, whatever the line builds now.
    const isUnjudged = this.#fresh || this.#state.run === null || this.#state.skipped !== null;
    if (!isUnjudged || this.#judge() !== null) return;
    const mayBegin = this.#options.work() !== undefined && (this.#options.refusal?.() ?? null) === null;
    if (this.#fresh && mayBegin) this.start();
  }

  /**
   * Keeps the slot for something else until the loan is ended: no run begins, and what was plugged in meanwhile is not built before it is
   * plugged in again. Throws `slot.busy`.
   */
  lend(): SlotLoan {
    if (this.#closed) throw baseErrors.cancelled("station is closing");
    if (this.isRunning || this.#loan !== undefined) throw slotErrors.busy(`slot ${this.id} is in use`);
    const insertion = this.#insertion;
    this.#loan = new SlotLoan(this.#state.present, () => {
      this.#loan = undefined;
      this.#apply({ type: "skipped", reason: null });
      if (!this.#state.present) return;
      this.#fresh = false;
      if (insertion !== this.#insertion) this.#apply({ type: "present", spared: true });
    });
    this.#apply({ type: "skipped", reason: "verifying" });
    return this.#loan;
  }

  /** For whoever has borrowed the slot. Throws `link.*`, `device.*`. */
  openSession(recipe: LoadedRecipe, signal: AbortSignal): Promise<DeviceSession> {
    return this.#options.port.openSession(recipe, signal);
  }

  /** Stops the run, if one is going on; it ends as `station.cancelled`. */
  stop(reason: StationError = baseErrors.cancelled("stopped by the operator")): void {
    this.#stop?.abort(reason);
  }

  /** The background queue has news of the unit that passed here. */
  noteEnrollment(registrationId: string, state: EnrollmentState): void {
    const { run } = this.#state;
    if (run?.outcome === "pass" && run.registrationId === registrationId) this.#apply({ type: "enrollment", state });
  }

  /** The label of the unit that passed here; one of another unit is not shown. */
  noteLabel(serialNumber: string, label: SlotLabel): void {
    const { run } = this.#state;
    if (run?.outcome === "pass" && run.serialNumber === serialNumber) this.#apply({ type: "label", label });
  }

  /** What was left to do here when the station ended, shown again while nothing else has come into the slot. */
  recall(run: RecalledRun, label: SlotLabel): void {
    this.#apply({ type: "recalled", run, label });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#unwatch();
    this.stop(baseErrors.cancelled("station is closing"));
    this.#loan?.callIn(baseErrors.cancelled("station is closing"));
    await this.#running;
  }

  /** Whether what is in the slot is left alone, as of now. */
  #judge(): SkipReason | null {
    if (this.#loan !== undefined) return "verifying";
    const { port, work } = this.#options;
    const reason = port.skipReason?.(work()?.recipe) ?? null;
    if (reason !== this.#state.skipped) this.#apply({ type: "skipped", reason });
    return reason;
  }

  #onPresence(present: boolean): void {
    const spared = this.#spares;
    this.#spares = false;
    if (present === this.#state.present) return;
    this.#apply(present ? { type: "present", spared } : { type: "absent" });
    this.#insertion += 1;
    this.#failures = 0;
    this.#fresh = present && !spared;
    if (this.#loan !== undefined) {
      this.#tellLoan(this.#loan, present);
      return;
    }
    if (!present) this.stop(slotErrors.pulled("device went away in the middle of the run"));
    else if (this.isRunning) void this.#startWhenFree(this.#insertion);
    else this.startFresh();
  }

  #tellLoan(loan: SlotLoan, present: boolean): void {
    if (present) loan.notePresent();
    else {
      this.#apply({ type: "skipped", reason: "verifying" });
      loan.noteAbsent();
    }
  }

  /** The last unit's run may still be ending when the next unit comes. */
  async #startWhenFree(insertion: number): Promise<void> {
    await this.#running;
    if (insertion === this.#insertion && !this.#closed) this.startFresh();
  }

  async #run(work: SlotWork, scanned: string | undefined, before: Promise<void>): Promise<void> {
    const { port, plant } = this.#options;
    const stop = new AbortController();
    const insertion = this.#insertion;
    this.#stop = stop;
    this.#fresh = false;
    this.#apply({ type: "run-begins", at: plant.clock.now().toISOString(), scanned });
    const scannedSerialNumber = this.#state.scanned ?? undefined;
    // A run that passed is over for the worker while it still says farewell to its unit.
    await before;
    let ending: RunEvent | undefined;
    const { state } = await runUnit({
      order: { runId: randomUUID(), slot: port.id, ...work, scannedSerialNumber },
      plant,
      openSession: (signal) => port.openSession(work.recipe, signal),
      signal: stop.signal,
      onEvent: (event) => {
        if (event.type === "failed" || event.type === "set-aside") ending = event;
        else this.#hear(event);
      },
    });
    if (ending === undefined) return;
    // FAIL is shown when the slot is free again and the failures are counted: what it says to do next can be done.
    if (ending.type === "failed")
      this.#apply({ type: "failures", count: await this.#countFailures(state.serialNumber, insertion) });
    this.#hear(ending);
  }

  #hear(event: RunEvent): void {
    if (event.type === "passed" || event.type === "failed" || event.type === "set-aside") this.#stop = undefined;
    this.#apply({ type: "run", event });
  }

  async #countFailures(serialNumber: string | null, insertion: number): Promise<number> {
    if (insertion === this.#insertion) this.#failures += 1;
    if (serialNumber === null) return Math.max(1, this.#failures);
    const { runs } = this.#options.plant.records;
    const recorded = await runs.failuresInARow(serialNumber).catch(() => 1);
    return Math.max(recorded, this.#failures);
  }

  #apply(event: SlotEvent): void {
    this.#state = advanceSlot(this.#state, event);
    this.#options.onChange(this);
  }
}
