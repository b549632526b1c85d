import type { ScannedLabel } from "../../api/label-desk.ts";
import type { WhenPassed } from "../../api/contract/index.ts";
import { asStationError } from "../../base/errors/base-errors.ts";
import type { StationError } from "../../base/errors/station-error.ts";
import type { Errands } from "../../base/async/errands.ts";
import { labelErrors } from "../../label/label-errors.ts";
import type { AwaitedLabel } from "../../records/label-scans.ts";
import type { Records } from "../../records/records.ts";
import type { Recipe } from "../../workflow/recipe/recipe-schema.ts";
import type { SlotLabel } from "../../workflow/slots/slot-state.ts";
import type { Slot } from "../../workflow/slots/slot.ts";
import type { LabelPress, Printed } from "./label-press.ts";
import { printFault } from "./print-fault.ts";

export interface LabelsOnLineOptions {
  readonly press: LabelPress;
  readonly records: Pick<Records, "prints" | "labelScans" | "units">;
  readonly slots: () => readonly Slot[];
  readonly errands: Errands;
  /** The unit's page has something new to say. */
  readonly onPrinted: (serialNumber: string) => void;
}

interface Expected extends AwaitedLabel {
  readonly runId: string;
}

/** What there was still to do with a unit's label. */
interface Left {
  readonly serialNumber: string;
  readonly label: SlotLabel;
  readonly awaited?: AwaitedLabel;
}

/** Labels as units pass: printed beside the line, which never waits for a printer, and scanned back where that is asked for. */
export class LabelsOnLine {
  readonly #options: LabelsOnLineOptions;
  /** The run whose PASS a slot's label was looked at for, by slot. */
  readonly #seen = new Map<string, string>();
  readonly #expected = new Map<string, Expected>();
  /** Runs whose label was found right. */
  readonly #checked = new Set<string>();

  constructor(options: LabelsOnLineOptions) {
    this.#options = options;
  }

  /** Called at every change of a slot; the first time its run has passed, the label is printed. */
  noteSlot(slot: Slot, recipe: Recipe | undefined): void {
    const { run } = slot.state;
    this.#forget(slot);
    if (run?.outcome !== "pass" || run.runId === null || run.serialNumber === null || recipe === undefined) return;
    if (this.#seen.get(slot.id) === run.runId) return;
    this.#seen.set(slot.id, run.runId);
    const { serialNumber } = run;
    this.#options.errands.run("print a label", () => this.#passed(serialNumber, recipe));
  }

  /** Printed as `order` says, shown on the slot that has the unit. Throws what the press throws. */
  async print(order: { serialNumber: string; label: WhenPassed; reason: string | null }): Promise<Printed> {
    const { serialNumber, label } = order;
    const slots = this.#options.slots().filter(({ state }) => isPassed(state.run, serialNumber));
    const tell = (state: SlotLabel["state"], error: StationError | null = null): void => {
      for (const slot of slots) slot.noteLabel(serialNumber, { state, error });
    };
    tell("printing");
    try {
      const scanBackIn = label.scanBack === true ? slots[0]?.name : undefined;
      const printed = await this.#options.press.print({ ...order, scanBackIn });
      if (scanBackIn === undefined) tell("printed");
      else await this.#ask(serialNumber);
      return printed;
    } catch (error) {
      tell("failed", asStationError(error));
      throw error;
    } finally {
      this.#options.onPrinted(serialNumber);
    }
  }

  /** What was left to do with the labels of the units that passed last when the station ended: shown again, printed again by nobody. */
  async recall(): Promise<void> {
    for (const slot of this.#options.slots()) {
      const left = await this.#leftIn(slot);
      const unit = left === undefined ? undefined : await this.#options.records.units.detail(left.serialNumber);
      const passed = unit?.runHistory.find(({ outcome }) => outcome === "pass");
      if (left === undefined || unit === undefined || passed === undefined || slot.state.run !== null) continue;
      const { serialNumber, registrationId } = unit;
      this.#seen.set(slot.id, passed.id);
      if (left.awaited !== undefined) this.#expected.set(slot.id, { ...left.awaited, runId: passed.id });
      slot.recall({ runId: passed.id, serialNumber, registrationId, ms: passed.ms }, left.label);
    }
  }

  async #leftIn(slot: Slot): Promise<Left | undefined> {
    const { records, press } = this.#options;
    const awaited = await records.labelScans.awaitedIn(slot.name);
    if (awaited !== undefined)
      return { serialNumber: awaited.serialNumber, label: { state: "scan", error: null }, awaited };
    const unprinted = await records.prints.unprintedIn(slot.id);
    if (unprinted === undefined) return undefined;
    const { serialNumber, code } = unprinted;
    if (code === null && !(await press.hasOrderFor(serialNumber))) return undefined;
    return { serialNumber, label: { state: "failed", error: printFault(code) } };
  }

  /** See `LabelDesk.scanBack`. */
  async scanBack({ code, serialNumbers, slotId }: ScannedLabel): Promise<string | undefined> {
    const texts = [code, code.trim(), ...(serialNumbers ?? [])];
    const awaited = this.#options.slots().filter(({ state }) => isAwaited(state.label));
    const matching = this.#options.slots().find((slot) => {
      const expected = this.#expected.get(slot.id);
      // Scanned twice, it is still the right one, and no order to build the unit again.
      const { label, run } = slot.state;
      const isAsked = isScanned(label) || run === null;
      return expected !== undefined && isAsked && texts.some((text) => expected.codes.includes(text));
    });
    if (matching !== undefined) {
      await this.#judge(matching, code, true);
      return matching.id;
    }
    const about = awaited.find(({ id }) => id === slotId) ?? (awaited.length === 1 ? awaited[0] : undefined);
    if (awaited.length === 0 || this.#isForAnother(texts)) return undefined;
    if (about !== undefined) await this.#judge(about, code, false);
    throw otherUnit(code, about === undefined ? undefined : this.#expected.get(about.id));
  }

  async #judge(slot: Slot, code: string, right: boolean): Promise<void> {
    const expected = this.#expected.get(slot.id);
    if (expected === undefined || this.#checked.has(expected.runId)) return;
    const error = right ? null : otherUnit(code, expected);
    if (right) this.#checked.add(expected.runId);
    slot.noteLabel(expected.serialNumber, { state: right ? "checked" : "wrong", error });
    const outcome = right ? "right" : "wrong";
    await this.#options.records.labelScans.record({ label: expected, outcome, scanned: code, slot: slot.name });
    this.#options.onPrinted(expected.serialNumber);
  }

  /** Another slot waits for a label before it can begin, or its failed unit is scanned to be tried again. */
  #isForAnother(texts: readonly string[]): boolean {
    return this.#options
      .slots()
      .some(
        ({ state }) =>
          state.present &&
          (state.needsScan || (state.run?.outcome === "fail" && texts.includes(state.run.serialNumber ?? ""))),
      );
  }

  async #passed(serialNumber: string, recipe: Recipe): Promise<void> {
    const { press } = this.#options;
    try {
      const label = await press.orderOf(recipe);
      if (label === undefined) return;
      const reason = await this.#reasonFor(serialNumber);
      if (reason !== undefined) await this.print({ serialNumber, label, reason });
      else if (label.scanBack === true) await this.#ask(serialNumber);
    } catch (error) {
      // Said on the slot, in the unit's history and above the screen: PASS stays PASS.
      const told = asStationError(error);
      for (const slot of this.#options.slots())
        if (isPassed(slot.state.run, serialNumber)) slot.noteLabel(serialNumber, { state: "failed", error: told });
    }
  }

  /** Null for a unit's first label, the reason for one that came out of rework; undefined: it has its label. */
  async #reasonFor(serialNumber: string): Promise<string | null | undefined> {
    const { records } = this.#options;
    const last = (await records.prints.listPrints(serialNumber)).find(({ outcome }) => outcome === "printed");
    if (last === undefined) return null;
    const history = (await records.units.detail(serialNumber))?.stateHistory ?? [];
    return history.some(({ act, at }) => act === "rework" && at > last.at) ? "passed again after rework" : undefined;
  }

  /** Has the unit's last label scanned, if that was wanted of it and nobody has. */
  async #ask(serialNumber: string): Promise<void> {
    const label = await this.#options.records.labelScans.unscannedOf(serialNumber);
    if (label === undefined) return;
    for (const slot of this.#options.slots()) {
      const { run } = slot.state;
      if (!isPassed(run, serialNumber) || run?.runId === null || run === null) continue;
      this.#expected.set(slot.id, { ...label, runId: run.runId });
      this.#checked.delete(run.runId);
      slot.noteLabel(serialNumber, { state: "scan", error: null });
    }
  }

  /** The next unit is in the slot: a label that nobody scanned stays unchecked, and that is on record. */
  #forget(slot: Slot): void {
    const expected = this.#expected.get(slot.id);
    const runId = slot.state.run?.runId ?? null;
    if (expected === undefined || runId === null || runId === expected.runId) return;
    this.#expected.delete(slot.id);
    if (this.#checked.delete(expected.runId)) return;
    this.#options.errands.run("note a label that was not scanned", async () => {
      await this.#options.records.labelScans.record({ label: expected, outcome: "none", slot: slot.name });
      this.#options.onPrinted(expected.serialNumber);
    });
  }
}

const isPassed = (run: Slot["state"]["run"], serialNumber: string): boolean =>
  run?.outcome === "pass" && run.serialNumber === serialNumber;

const isAwaited = (label: SlotLabel | null): boolean => label?.state === "scan" || label?.state === "wrong";
const isScanned = (label: SlotLabel | null): boolean => isAwaited(label) || label?.state === "checked";

const otherUnit = (code: string, expected: Expected | undefined): StationError =>
  labelErrors.otherUnit(
    `${JSON.stringify(code.slice(0, 128))} is not on the label of ${expected?.serialNumber ?? "any slot that waits"}`,
  );
