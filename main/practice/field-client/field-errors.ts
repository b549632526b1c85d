import { errorCatalogue } from "../../base/errors/error-catalogue.ts";

/** What can keep a device from registering itself after it has left the station. */
export const fieldErrors = errorCatalogue("field", {
  unreachable: { sentence: "Device cannot reach the service. Check the network.", retry: "same-unit" },
  notTrusted: { sentence: "Device does not trust the service. Call the engineer.", retry: "after-fix" },
  refused: { sentence: "Service refused the device. Call QA.", retry: "after-fix" },
  failed: { sentence: "Device was not assigned to a hub. Call QA.", retry: "after-fix" },
  malformed: { sentence: "Service answered nonsense. Call the process engineer.", retry: "after-fix" },
  timedOut: { sentence: "Registration took too long. Start the device again.", retry: "same-unit" },
  noIdentity: { sentence: "Device has no identity. Provision it again.", retry: "after-fix" },
});
