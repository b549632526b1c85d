import type { IndividualEnrollment } from "../../../dps/schema/individual-enrollment.ts";
import { ok, type PreflightCheck, skipped, unknown } from "../preflight-check.ts";

/** The hubs recipes name occur in entries or registrations of the service. Its list of linked hubs is not in the service API. */
export const hubsCheck: PreflightCheck = {
  id: "hubs",
  run({ recipeHubs, learned: { entries } }) {
    if (recipeHubs.length === 0) return ok("no recipe names a hub");
    if (entries === undefined) return skipped("no entries could be read");
    const seen = new Set(entries.flatMap(hubsOf).map((hub) => hub.toLowerCase()));
    const unseen = recipeHubs.filter((hub) => !seen.has(hub.toLowerCase()));
    if (unseen.length === 0) return ok(`seen in entries: ${recipeHubs.join(", ")}`);
    return unknown(
      `not seen in ${entries.length} entries: ${unseen.join(", ")}; the service refuses entries for hubs that are not linked`,
    );
  },
};

const hubsOf = ({ iotHubs, iotHubHostName, registrationState }: IndividualEnrollment): readonly string[] =>
  [...(iotHubs ?? []), iotHubHostName, registrationState?.assignedHub].filter((hub) => typeof hub === "string");
