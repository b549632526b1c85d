import { errorCatalogue } from "../base/errors/error-catalogue.ts";

/** Failures of the house itself: its folder, its settings, its secrets. */
export const setUpErrors = errorCatalogue("set-up", {
  folderInUse: { sentence: "Touchmark is already open. Use that window.", retry: "after-fix" },
  folder: { sentence: "Data folder cannot be used. Call the engineer.", retry: "after-fix" },
  settings: { sentence: "Settings have an error. Call the engineer.", retry: "after-fix" },
  secret: { sentence: "Key store cannot be read. Call the engineer.", retry: "after-fix" },
  unknownService: { sentence: "Service is not set up. Call the engineer.", retry: "after-fix" },
  serviceExists: { sentence: "Service is there already. Choose another name.", retry: "never" },
  usage: { sentence: "Check the command and try again.", retry: "never" },
});
