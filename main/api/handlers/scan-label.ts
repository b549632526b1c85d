import { readLabel } from "../../workflow/slots/read-label.ts";
import type { Desk } from "../desk.ts";
import type { ScannedLabel } from "../label-desk.ts";

/**
 * Starts the run a scanned label asks for: in the slot that was chosen before, in the one whose unit carries that serial number, or in the only
 * one that waits for a label. A label that was just printed is compared with its unit first. Returns the slot's id. Throws `slot.*`.
 */
export async function scanLabel(desk: Desk, { code, serialNumbers, slotId }: ScannedLabel): Promise<string> {
  const { slots, records } = desk;
  const scannedBack = await desk.labels.scanBack({ code, serialNumbers, slotId });
  if (scannedBack !== undefined) return scannedBack;
  const texts = [...new Set(serialNumbers ?? [code.trim()])];
  const held = slotId === undefined ? slots.holding(texts) : undefined;
  if (held !== undefined) {
    held.slot.start(held.serialNumber);
    return held.slot.id;
  }
  const serialNumber = await readLabel(texts, {
    recipe: desk.lots.recipe(),
    recipes: desk.lots.recipes.values(),
    isLot: async (name) => (await records.lots.get(name)) !== undefined,
    modelOf: async (name) => (await records.units.get(name))?.model,
  });
  const slot = slotId === undefined ? slots.waitingForLabel() : slots.get(slotId);
  slot.start(serialNumber);
  return slot.id;
}
