import { errorCatalogue } from "../base/errors/error-catalogue.ts";

/** What can go wrong between the station and a device's port, up to and including framing and request/reply. */
export const linkErrors = errorCatalogue("link", {
  lost: { sentence: "Connection lost. Check the cable and try again.", retry: "same-unit" },
  timeout: { sentence: "The unit does not answer. Plug it in again.", retry: "same-unit" },
  busy: { sentence: "Port in use. Close the other program.", retry: "after-fix" },
  notFound: { sentence: "No unit found. Plug the unit in.", retry: "same-unit" },
  notAllowed: { sentence: "Port locked. Call the process engineer.", retry: "after-fix" },
  badAddress: { sentence: "Port name is wrong. Call the process engineer.", retry: "after-fix" },
  notOpened: { sentence: "Port did not open. Plug the unit in again.", retry: "same-unit" },
  badFrame: { sentence: "Bad signal. Check the cable and try again.", retry: "same-unit" },
  oversized: { sentence: "Unit sent too much. Plug it in again.", retry: "same-unit" },
  protocol: { sentence: "Unit answered wrongly. Plug it in again.", retry: "same-unit" },
});
