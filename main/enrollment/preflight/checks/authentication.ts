import type { CredentialKind } from "../../../dps/auth/dps-credential.ts";
import { describeRefusal } from "../../../dps/http/refusal.ts";
import { failed, ok, type PreflightCheck, skipped } from "../preflight-check.ts";

/** The policy's key, or the token of Microsoft Entra, is accepted. */
export const authenticationCheck: PreflightCheck = {
  id: "authentication",
  needs: "answer",
  run({ learned: { answer }, target, clock }) {
    if (answer === undefined) return skipped("no answer");
    const accepted = (answer.status >= 200 && answer.status < 300) || answer.status === 403;
    if (accepted) return ok(`${target.credential.account} is accepted`);
    if (answer.status !== 401) return skipped(`cannot be seen from HTTP ${answer.status}`);
    const { detail } = describeRefusal(answer, "query", clock.now());
    return failed(
      `${target.credential.account} is refused: ${detail}; ${usualReasons(target.credential.kind)}`,
      "service-owner",
    );
  },
};

const usualReasons = (kind: CredentialKind): string =>
  kind === "sas"
    ? "a wrong or rolled key, a wrong clock, or no right at all"
    : "no role at this service, or another tenant's";
