import { errorCatalogue } from "../../base/errors/error-catalogue.ts";

export const slotErrors = errorCatalogue("slot", {
  unknown: { sentence: "No such slot. Call the process engineer.", retry: "never" },
  empty: { sentence: "Plug a unit in first.", retry: "same-unit" },
  busy: { sentence: "Wait until the unit is done.", retry: "same-unit" },
  skipped: { sentence: "This is no unit for this lot. Take it out.", retry: "after-fix" },
  noLot: { sentence: "Choose a lot first.", retry: "after-fix" },
  unknownCode: { sentence: "This code fits no unit here. Scan its label.", retry: "same-unit" },
  noneWaits: { sentence: "No unit waits for a label. Plug one in.", retry: "same-unit" },
  whichSlot: { sentence: "Several wait. Scan or press the slot first.", retry: "same-unit" },
  otherProduct: { sentence: "Label of another product. Scan this unit's.", retry: "same-unit" },
  lotCode: { sentence: "This is a lot's code. Scan the unit's label.", retry: "same-unit" },
  noPlace: { sentence: "Give every slot a place of its own.", retry: "never" },
  teachTimeout: { sentence: "No unit was plugged in. Start again.", retry: "after-fix" },
  teachBusy: { sentence: "Another slot is being taught. Wait for it.", retry: "after-fix" },
  tooMany: { sentence: "All 32 slots are in use. Forget one first.", retry: "after-fix" },
  unknownPort: { sentence: "This port is not there. Plug the unit in.", retry: "after-fix" },
  pulled: { sentence: "Unit was pulled too early. Plug it in again.", retry: "same-unit" },
});
