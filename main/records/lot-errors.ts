import { errorCatalogue } from "../base/errors/error-catalogue.ts";

/** Why a lot cannot be closed yet. */
export const lotErrors = errorCatalogue("lot", {
  samplesDue: { sentence: "Samples are not verified. Call QA.", retry: "after-fix" },
  openQuarantine: { sentence: "Units are on hold. QA must decide on them.", retry: "after-fix" },
});
