import type { Slot } from "../../../main/api/contract/index.ts";

/** The slot to verify a unit in: the chosen one, else the one it is in, else the first that may be used. */
export function slotFor(slots: readonly Slot[], serialNumber: string, chosen: string | null): Slot | undefined {
  return (
    slots.find(({ id }) => id === chosen) ??
    slots.find((slot) => slot.present && slot.serialNumber === serialNumber) ??
    slots.find(({ present, state }) => !present && state !== "off" && state !== "running") ??
    slots.find(({ state }) => state !== "off" && state !== "running") ??
    slots[0]
  );
}
