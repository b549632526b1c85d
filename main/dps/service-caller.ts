import type { z } from "zod";
import { systemClock, type Clock } from "../base/clock.ts";
import { type Log, silentLog } from "../base/log.ts";
import { sleep } from "../base/async/sleep.ts";
import type { DpsCredential } from "./auth/dps-credential.ts";
import { DpsError } from "./dps-error.ts";
import type { Circuit } from "./http/circuit.ts";
import type { Connection } from "./http/connection.ts";
import { type SharedTurns, Pace } from "./http/pace.ts";
import { describeRefusal } from "./http/refusal.ts";
import { type HttpAnswer, type HttpRequest, sendRequest } from "./http/request.ts";
import { defaultRetry, type Repetition, type RetryOptions, type RetryWorld, withRetry } from "./http/retry.ts";
import { ServiceTime } from "./http/service-time.ts";
import { describeStrangeBody, trackingIdOf } from "./http/strange-answer.ts";

/** One call of the service API, as an operation describes it. */
export interface ServiceCall {
  readonly method: HttpRequest["method"];
  /** Path segments, not yet encoded. */
  readonly path: readonly string[];
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly repetition: Repetition;
  readonly signal?: AbortSignal | undefined;
}

/** Carries a call out and gives the answer if its status is a success (2xx); anything else is thrown as a DpsError. */
export type ServiceCaller = (call: ServiceCall) => Promise<HttpAnswer>;

export interface CallerParts {
  readonly connection: Connection;
  readonly credential: DpsCredential;
  readonly circuit: Circuit;
  readonly apiVersion: string;
  readonly retry?: RetryOptions | undefined;
  /** All operations together; left out: as fast as the callers. */
  readonly operationsPerMinute?: number | undefined;
  /** Shares the pace with other processes. */
  readonly turns?: SharedTurns | undefined;
  readonly log?: Log | undefined;
  readonly clock?: Clock | undefined;
}

/** What all calls rest for after a 429 that does not say for how long. */
const unsaidPauseMs = 1_000;

/** What all calls of one client share. */
interface Shared extends CallerParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly pace: Pace;
  readonly time: ServiceTime;
}

/** The way all operations take: circuit, pace, authorization, api-version, one exchange, classification, retry. */
export function createServiceCaller(parts: CallerParts): ServiceCaller {
  const clock = parts.clock ?? systemClock;
  const log = parts.log ?? silentLog;
  const world: RetryWorld = { monotonicMs: () => clock.monotonicMs(), sleep, random: Math.random };
  const retry = parts.retry ?? defaultRetry;
  const { operationsPerMinute, turns } = parts;
  const pace = new Pace({ operationsPerMinute, shared: turns, longestWaitMs: retry.budgetMs }, world);
  const shared: Shared = { ...parts, clock, log, pace, time: new ServiceTime(clock) };
  return (call) => {
    const attempt = async (): Promise<HttpAnswer> => {
      // Before the turn, since nobody waits for one that will not be used.
      parts.circuit.check();
      await pace.turn(call.signal);
      return parts.circuit.pass(() => exchange(shared, call));
    };
    const onRetry = (error: DpsError, waitMs: number): void =>
      log.info({ call: nameOf(call), code: error.code, waitMs }, "provisioning service call will be repeated");
    return withRetry({ repetition: call.repetition, attempt, signal: call.signal, onRetry }, world, retry);
  };
}

/** One attempt; anything but a success is thrown. */
async function exchange(shared: Shared, call: ServiceCall): Promise<HttpAnswer> {
  const { credential, time, pace, clock } = shared;
  const corrected = time.correctionMs;
  let answer = await send(shared, call);
  // The refusal of a token that was made on a wrong clock tells the right time, and a refused call has done nothing.
  if (answer.status === 401 && credential.kind === "sas" && time.correctionMs !== corrected) {
    await pace.turn(call.signal);
    answer = await send(shared, call);
  }
  if (answer.status >= 200 && answer.status < 300) return answer;
  const refusal = describeRefusal(answer, nameOf(call), clock.now());
  if (refusal.reason === "throttled") pace.pause(refusal.retryAfterMs ?? unsaidPauseMs);
  const isClock = refusal.reason === "unauthorized" && credential.kind === "sas" && time.isFarOff;
  throw isClock ? refusal.as("clock") : refusal;
}

async function send(shared: Shared, call: ServiceCall): Promise<HttpAnswer> {
  const { connection, credential, time, log, apiVersion } = shared;
  const { method, path, body, signal } = call;
  const authorization = await credential.authorization({ now: time.now(), signal });
  const answer = await sendRequest(connection, {
    method,
    target: `/${path.map(encodeURIComponent).join("/")}?api-version=${encodeURIComponent(apiVersion)}`,
    headers: { ...standardHeaders(call), ...call.headers, Authorization: authorization },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal,
  });
  log.debug({ call: nameOf(call), status: answer.status }, "provisioning service answered");
  if (time.learn(answer.headers["date"])) {
    const minutesAhead = Math.round(time.skewMs / 60_000);
    log.warn(
      { minutesAhead, service: connection.baseUrl.host },
      "the station's clock against the service's: see minutesAhead",
    );
  }
  return answer;
}

const nameOf = ({ method, path }: ServiceCall): string => `${method} /${path.join("/")}`;

function standardHeaders(call: ServiceCall): Record<string, string> {
  const json = "application/json; charset=utf-8";
  return { Accept: "application/json", ...(call.body === undefined ? {} : { "Content-Type": json }) };
}

/** A success's body by its schema; `dps.malformed` names the first member that is wrong. */
export function parseAnswer<Schema extends z.ZodType>(
  schema: Schema,
  answer: HttpAnswer,
  what: string,
): z.output<Schema> {
  const facts = { httpStatus: answer.status, trackingId: trackingIdOf(answer.headers), mayHaveActed: true };
  let json: unknown;
  try {
    json = JSON.parse(answer.body);
  } catch (cause) {
    const seen = describeStrangeBody(answer);
    throw new DpsError("malformed", `${what}: the answer is not JSON, ${seen}`, facts, cause);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new DpsError("malformed", `${what}: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`, facts);
}
