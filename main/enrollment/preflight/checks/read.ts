import { isStationError } from "../../../base/errors/station-error.ts";
import { describeRefusal } from "../../../dps/http/refusal.ts";
import { readEnrollments } from "../../../dps/operations/query-individual-enrollments.ts";
import { failed, ok, type PreflightCheck, skipped } from "../preflight-check.ts";

/** The station may read enrollments, and what is read has the service's shape. */
export const readCheck: PreflightCheck = {
  id: "read",
  needs: "authentication",
  run({ learned, target, clock }) {
    const { answer } = learned;
    if (answer === undefined) return skipped("no answer");
    if (answer.status === 403) {
      const { detail } = describeRefusal(answer, "query", clock.now());
      return failed(`${target.credential.account} has no right to read enrollments: ${detail}`, "service-owner");
    }
    try {
      learned.entries = readEnrollments(answer);
    } catch (error) {
      const detail = isStationError(error) ? error.detail : String(error);
      return failed(`the answer is not the service's: ${detail}`, "network");
    }
    return ok(learned.entries.length === 0 ? "may read; no entries yet" : "may read enrollments");
  },
};
