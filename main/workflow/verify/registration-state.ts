import type { Check } from "./check.ts";
import { finding } from "./finding.ts";

/** What the service says of the device's own registration; a unit that has never called there is as good as new. */
export const checkRegistrationState: Check = {
  id: "registration-state",
  timeoutMs: 60_000,
  expected: () => finding("registered-or-new"),
  async run({ enrollmentAtService, signal }) {
    const state = (await enrollmentAtService(signal))?.registrationState;
    if (state?.status === "failed" || state?.status === "disabled")
      return finding("registration-refused", state.status, state.errorMessage ?? "?");
    return state?.status === "assigned"
      ? finding("registered-at", state.assignedHub ?? "?")
      : finding("not-registered");
  },
};
