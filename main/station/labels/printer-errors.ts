import { errorCatalogue } from "../../base/errors/error-catalogue.ts";

/** Why a printer prints no label now. */
export const printerErrors = errorCatalogue("printer", {
  none: { sentence: "No label printer here. Call the process engineer.", retry: "after-fix" },
  unknown: { sentence: "No such printer. Call the process engineer.", retry: "after-fix" },
  notReached: { sentence: "Printer is off. Switch it on, then reprint.", retry: "after-fix" },
  badAddress: { sentence: "Printer address is wrong. Call the engineer.", retry: "after-fix" },
  noAnswer: { sentence: "Printer does not answer. Check its cable.", retry: "after-fix" },
  paperOut: { sentence: "No labels left. Put a new roll in, then reprint.", retry: "after-fix" },
  ribbonOut: { sentence: "Printer ribbon is empty. Change it, then reprint.", retry: "after-fix" },
  headOpen: { sentence: "Printer is open. Close it, then reprint.", retry: "after-fix" },
  paused: { sentence: "Printer is paused. Press its button.", retry: "after-fix" },
  full: { sentence: "Printer is behind. Wait, then reprint.", retry: "after-fix" },
  practice: { sentence: "Practice cannot print there. Use a folder.", retry: "after-fix" },
});
