import type { Problem, StationEvent } from "../../api/contract/index.ts";
import { slotView } from "../../api/handlers/slot-view.ts";
import { problemOf } from "../../api/report-problem.ts";
import type { Emitter } from "../../base/async/emitter.ts";
import type { Errands } from "../../base/async/errands.ts";
import type { RunState } from "../../workflow/engine/run-machine.ts";
import type { Slot } from "../../workflow/slots/slot.ts";
import { Slots } from "../../workflow/slots/slots.ts";
import { LineLots } from "../line-lots.ts";
import type { People } from "../operators/people.ts";
import type { Factory } from "./factory.ts";

export interface LineParts {
  readonly factory: Factory;
  readonly people: People;
  readonly events: Emitter<StationEvent>;
  readonly errands: Errands;
}

/** Failures that are the station's and not the unit's. */
const troubleCodes = ["records.disk-full", "records.read-only", "records.damaged", "records.disk-fault"];

/** The slots with what they share: the lot, the typical time, the word to the screens. */
export class Line {
  readonly lots: LineLots;
  readonly #parts: LineParts;
  #slots: Slots | undefined;
  expectedMs: number | null = null;
  /** Told of every change of a slot. */
  onSlot: ((slot: Slot) => void) | undefined;
  /** Set while the records cannot be written: the next unit would meet the same. */
  trouble: Problem | null = null;

  constructor(parts: LineParts) {
    this.#parts = parts;
    const { workshop, shelf } = parts.factory;
    this.lots = new LineLots({
      records: workshop.records,
      recipes: shelf.recipes,
      refuseRecipe: (recipe) => shelf.refuseLocked(recipe),
      file: workshop.folder.line,
      log: workshop.log,
      isRunning: () => this.#slots?.isRunning ?? false,
      onTaken: (lot) => this.#learnExpectedMs(lot),
    });
  }

  openSlots(): Slots {
    const { factory, people } = this.#parts;
    const { sockets, workshop } = factory;
    this.#slots = new Slots({
      ports: sockets.settings.slots.map((binding) => sockets.slotPort(binding)),
      plant: workshop.plant,
      work: () => this.lots.work,
      refusal: () => people.runRefusal(),
      onChange: (slot) => {
        this.#onSlotChange(slot);
      },
    });
    return this.#slots;
  }

  /** Units that waited for somebody to sign in begin. */
  startFresh(): void {
    this.#slots?.startFresh();
  }

  #onSlotChange(slot: Slot): void {
    const { people, events, errands } = this.#parts;
    people.stay();
    events.emit({ type: "slot", slot: slotView(slot, this.expectedMs) });
    this.onSlot?.(slot);
    const { run } = slot.state;
    if (run === null || run.outcome === "running") return;
    if (run.serialNumber !== null) events.emit({ type: "unit", serialNumber: run.serialNumber });
    this.#judgeTrouble(run);
    errands.run("count the lot", () => this.#recount());
  }

  #judgeTrouble({ outcome, error }: RunState): void {
    const before = this.trouble;
    if (outcome !== "fail") this.trouble = null;
    else if (error !== null && troubleCodes.includes(error.code)) this.trouble = problemOf(error);
    if (this.trouble !== before) this.#parts.events.emit({ type: "trouble", problem: this.trouble });
  }

  async #learnExpectedMs(lot: string): Promise<void> {
    this.expectedMs = await this.#parts.factory.workshop.records.runs.recentMs(lot);
  }

  async #recount(): Promise<void> {
    const { records } = this.#parts.factory.workshop;
    const lot = this.lots.current();
    if (lot === undefined) return;
    await this.#learnExpectedMs(lot);
    this.#parts.events.emit({ type: "lot", lot: (await records.lots.summary(lot)) ?? null });
  }
}
