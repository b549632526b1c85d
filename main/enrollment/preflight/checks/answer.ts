import { isStationError } from "../../../base/errors/station-error.ts";
import { openConnection } from "../../../dps/http/connection.ts";
import { type HttpAnswer, sendRequest } from "../../../dps/http/request.ts";
import { describeRefusal } from "../../../dps/http/refusal.ts";
import { limited } from "../limited.ts";
import { failed, type Mender, ok, type PreflightCheck, type PreflightContext } from "../preflight-check.ts";

/** The checks read one entry; the hubs' check looks at this many. */
const wanted = "100";

/** The service answers a query, whatever it answers; what it says is left to the checks that follow. Asked once, never again. */
export const answerCheck: PreflightCheck = {
  id: "answer",
  needs: "tls",
  async run(context) {
    const result = await limited(context, (signal) => ask(context, signal));
    if ("failure" in result) return failed(`no answer: ${result.failure}`, mender(result.error));
    const answer = result.value;
    context.learned.answer = answer;
    if (answer.status === 429) {
      const wait = answer.headers["retry-after"];
      const asked = wait === undefined ? "" : `, asks to wait ${wait.slice(0, 40)} s`;
      return failed(`the service is busy (HTTP 429${asked}): its operations a minute are used up`, "wait");
    }
    if (answer.status >= 500) {
      return failed(describeRefusal(answer, "query", context.clock.now()).detail, "service-owner");
    }
    return ok(`HTTP ${answer.status}`);
  },
};

/** What keeps the question from being asked: the way, the clock, or that there is nothing to sign in with. */
function mender(error: unknown): Mender {
  if (isStationError(error, "dps.clock")) return "station";
  const isOwn = ["dps.credential", "dps.sign-in", "dps.address", "dps.tls"].some((code) => isStationError(error, code));
  return isOwn ? "engineer" : "network";
}

async function ask({ target, clock, timeoutMs }: PreflightContext, signal: AbortSignal): Promise<HttpAnswer> {
  const authorization = await target.credential.authorization({ now: clock.now(), signal });
  const connection = openConnection({ url: target.url, ca: target.ca, connectTimeoutMs: timeoutMs, timeoutMs });
  try {
    return await sendRequest(connection, {
      method: "POST",
      target: `/enrollments/query?api-version=${encodeURIComponent(target.apiVersion)}`,
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json; charset=utf-8",
        "x-ms-max-item-count": wanted,
        Authorization: authorization,
      },
      body: JSON.stringify({ query: "SELECT * FROM enrollments" }),
      signal,
    });
  } finally {
    connection.close();
  }
}
