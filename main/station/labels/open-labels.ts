import type { StationEvent } from "../../api/contract/index.ts";
import type { Errands } from "../../base/async/errands.ts";
import type { Recipe } from "../../workflow/recipe/recipe-schema.ts";
import type { Slot } from "../../workflow/slots/slot.ts";
import type { Slots } from "../../workflow/slots/slots.ts";
import type { Workshop } from "../workshop.ts";
import { LabelPress } from "./label-press.ts";
import { LabelsOnLine } from "./labels-on-line.ts";
import { StationLabels } from "./station-labels.ts";

export interface LabelSupport {
  readonly workshop: Workshop;
  readonly slots: Slots;
  readonly errands: Errands;
  readonly recipe: () => Recipe | undefined;
  readonly emit: (event: StationEvent) => void;
  /** Printers are in another state now. */
  readonly onTroubles: () => void;
}

/** The labels of a station at work, and who is told of its slots. */
export function openLabels(support: LabelSupport): {
  readonly labels: StationLabels;
  readonly noteSlot: (slot: Slot) => void;
} {
  const { workshop, slots, errands, recipe, emit } = support;
  let told = "";
  const press = new LabelPress(workshop, () => {
    errands.run("tell of the printers", async () => {
      const now = JSON.stringify((await labels.troubles()).map(({ code }) => code));
      if (now === told) return;
      told = now;
      support.onTroubles();
      emit({ type: "set-up" });
    });
  });
  const line = new LabelsOnLine({
    press,
    records: workshop.records,
    slots: () => slots.all(),
    errands,
    onPrinted: (serialNumber) => emit({ type: "unit", serialNumber }),
  });
  errands.run("ask for labels that were not scanned", () => line.recall());
  const labels = new StationLabels(press, line, () => slots.all().map(({ name }) => name));
  return { labels, noteSlot: (slot) => line.noteSlot(slot, recipe()) };
}
