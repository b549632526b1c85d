import { sleep } from "../../base/async/sleep.ts";
import type { HttpAnswer } from "../../dps/http/request.ts";
import { parseRetryAfter } from "../../dps/http/retry-after.ts";
import { fieldErrors } from "./field-errors.ts";
import { type OperationAnswer, operationAnswer, readAnswer, refusalOf } from "./registration-answer.ts";

const usualPauseMs = 2000;
const shortestPauseMs = 50;

const pauseOf = (answer: HttpAnswer): number =>
  Math.max(parseRetryAfter(answer.headers["retry-after"], new Date()) ?? usualPauseMs, shortestPauseMs);

/** What the service decided: polls until it has, pausing as Retry-After asks. */
export async function awaitAssignment(
  registered: HttpAnswer,
  poll: (operationId: string) => Promise<HttpAnswer>,
  signal: AbortSignal,
): Promise<{ readonly assignedHub: string; readonly deviceId: string; readonly state: OperationAnswer }> {
  let answer = registered;
  for (;;) {
    if (answer.status !== 202 && answer.status !== 200) throw refusalOf(answer);
    const state = readAnswer(operationAnswer, answer);
    if (answer.status === 200 && state.status !== "assigning") return readOutcome(state);
    await sleep(pauseOf(answer), signal);
    answer = await poll(state.operationId);
  }
}

/** A registration that failed is an HTTP success: the code is inside. */
function readOutcome(state: OperationAnswer): {
  readonly assignedHub: string;
  readonly deviceId: string;
  readonly state: OperationAnswer;
} {
  const { assignedHub, deviceId, errorCode, errorMessage } = state.registrationState ?? {};
  if (state.status !== "assigned") {
    throw fieldErrors.failed(`${state.status}, errorCode ${errorCode ?? "none"}: ${errorMessage ?? "no message"}`);
  }
  if (assignedHub === undefined || deviceId === undefined) {
    throw fieldErrors.malformed("assigned, but to no hub or under no device id");
  }
  return { assignedHub, deviceId, state };
}
