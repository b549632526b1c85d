import { errorCatalogue } from "../base/errors/error-catalogue.ts";

/** What can be wrong with a unit's label, up to the moment a printer gets it, and when it is scanned back. */
export const labelErrors = errorCatalogue("label", {
  badTemplate: { sentence: "Label is set up wrong. Call the process engineer.", retry: "after-fix" },
  noValue: { sentence: "Label lacks a value. Call the process engineer.", retry: "after-fix" },
  badContent: { sentence: "Label cannot hold this. Call the process engineer.", retry: "after-fix" },
  tooLarge: { sentence: "Label is too small. Call the process engineer.", retry: "after-fix" },
  unknown: { sentence: "No such label. Call the process engineer.", retry: "after-fix" },
  changed: { sentence: "Somebody else changed this label. Open it again.", retry: "after-fix" },
  otherUnit: { sentence: "Label of another unit. Take it off.", retry: "same-unit" },
  nothingToScan: { sentence: "Label has no code to scan. Call the engineer.", retry: "after-fix" },
});
