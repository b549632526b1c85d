import { errorCatalogue } from "../../base/errors/error-catalogue.ts";

export const slotErrors = errorCatalogue("slot", {
  unknown: { sentence: "No such slot. Call the process engineer.", retry: "never" },
  empty: { sentence: "Plug a unit in first.", retry: "same-unit" },
  busy: { sentence: "Wait until the unit is done.", retry: "same-unit" },
  noLot: { sentence: "Choose a lot first.", retry: "after-fix" },
  unknownCode: { sentence: "This code fits no unit here. Scan its label.", retry: "same-unit" },
  pulled: { sentence: "Unit was pulled too early. Plug it in again.", retry: "same-unit" },
});
