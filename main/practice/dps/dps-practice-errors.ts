import { errorCatalogue } from "../../base/errors/error-catalogue.ts";

/** The practice service's own failures; what it refuses is an HTTP answer and not here. */
export const dpsPracticeErrors = errorCatalogue("practice-dps", {
  state: { sentence: "Practice data is damaged. Start practice afresh.", retry: "after-fix" },
  listen: { sentence: "Practice service cannot start. Restart the station.", retry: "after-fix" },
});
