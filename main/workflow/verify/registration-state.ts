import { unitErrors } from "../unit-errors.ts";
import type { Check } from "./check.ts";

/** What the service says of the device's own registration; a unit that has never called there is as good as new. */
export const checkRegistrationState: Check = {
  id: "registration-state",
  timeoutMs: 60_000,
  expected: () => "assigned, or not registered yet",
  async run({ expected, enrollmentAtService, signal }) {
    const state = (await enrollmentAtService(signal))?.registrationState;
    if (state?.status === "failed" || state?.status === "disabled")
      throw unitErrors.differs(
        `registration of ${expected.identity.registrationId} is ${state.status}: ${state.errorMessage ?? "no reason given"}`,
      );
    return state?.status === "assigned" ? `registered at ${state.assignedHub ?? "?"}` : "not registered yet";
  },
};
