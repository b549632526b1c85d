import { describeRefusal } from "../../../dps/http/refusal.ts";
import { failed, ok, type PreflightCheck, skipped } from "../preflight-check.ts";

/** There is a service API at this address, and it speaks the api-version that is set. */
export const apiVersionCheck: PreflightCheck = {
  id: "api-version",
  needs: "answer",
  run({ learned: { answer }, target, clock }) {
    if (answer === undefined) return skipped("no answer");
    if (answer.status >= 200 && answer.status < 300) return ok(`${target.apiVersion} is accepted`);
    const { reason, detail } = describeRefusal(answer, "query", clock.now());
    if (reason === "notFound") return failed(`no provisioning service at ${target.url}: ${detail}`, "engineer");
    // Which of the two a service looks at first is its own affair.
    if (reason === "unauthorized") return skipped("cannot be seen before the key is accepted");
    return failed(`${target.apiVersion} is not accepted: ${detail}`, "engineer");
  },
};
