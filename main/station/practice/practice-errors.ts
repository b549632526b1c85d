import { errorCatalogue } from "../../base/errors/error-catalogue.ts";

export const practiceErrors = errorCatalogue("practice", {
  slotTaken: { sentence: "Take the unit out first.", retry: "same-unit" },
  noLot: { sentence: "Choose a lot first.", retry: "after-fix" },
  faultNotHere: { sentence: "This fault needs another product.", retry: "never" },
  noEarlierUnit: { sentence: "Let one unit pass first.", retry: "same-unit" },
});
