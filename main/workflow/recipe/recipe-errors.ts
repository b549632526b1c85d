import { errorCatalogue } from "../../base/errors/error-catalogue.ts";

export const recipeErrors = errorCatalogue("recipe", {
  unreadable: { sentence: "Recipe cannot be read. Call the process engineer.", retry: "after-fix" },
  invalid: { sentence: "Recipe has an error. Call the process engineer.", retry: "after-fix" },
  unknown: { sentence: "No such recipe. Call the process engineer.", retry: "after-fix" },
  noAuthority: { sentence: "Authority is not set up. Call the engineer.", retry: "after-fix" },
  registrationId: { sentence: "Recipe gives a wrong ID. Call the engineer.", retry: "after-fix" },
  notTried: { sentence: "Recipe is not tried yet. Call the process engineer.", retry: "after-fix" },
  consoleNotTried: { sentence: "No practice console. Try it on a real device.", retry: "after-fix" },
  firmwareNotTried: { sentence: "No practice firmware for it. Try a real device.", retry: "after-fix" },
  noSerialNumber: { sentence: "Type a serial number that fits the recipe.", retry: "after-fix" },
  dryRunBusy: { sentence: "A dry run is running. Wait until it is done.", retry: "after-fix" },
  nameTaken: { sentence: "A recipe has this name. Choose another name.", retry: "after-fix" },
  builtIn: { sentence: "Practice recipes stay as they are. Make a copy.", retry: "never" },
  inUse: { sentence: "Lots are open under it. Close them first.", retry: "after-fix" },
  changedMeanwhile: { sentence: "Somebody changed the recipe. Open it again.", retry: "after-fix" },
});
