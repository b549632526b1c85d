import { describeRefusal } from "../../../dps/http/refusal.ts";
import { failed, ok, type PreflightCheck, skipped } from "../preflight-check.ts";

/** The policy's name and key are the service's. */
export const authenticationCheck: PreflightCheck = {
  id: "authentication",
  needs: "answer",
  run({ learned: { answer }, target, clock }) {
    if (answer === undefined) return skipped("no answer");
    const accepted = (answer.status >= 200 && answer.status < 300) || answer.status === 403;
    if (accepted) return ok(`the key of policy "${target.policyName}" is accepted`);
    if (answer.status !== 401) return skipped(`cannot be seen from HTTP ${answer.status}`);
    const { detail } = describeRefusal(answer, "query", clock.now());
    return failed(
      `policy "${target.policyName}" is refused: ${detail}; a wrong or rolled key, a wrong clock, or no right at all`,
      "service-owner",
    );
  },
};
