import { errorCatalogue } from "../base/errors/error-catalogue.ts";

export const manifestErrors = errorCatalogue("manifest", {
  malformed: { sentence: "File is not a manifest. Call the process engineer.", retry: "never" },
  mixed: { sentence: "Practice units in a real lot. Call the shift lead.", retry: "after-fix" },
});
