import type { z } from "zod";
import { systemClock, type Clock } from "../base/clock.ts";
import { type Log, silentLog } from "../base/log.ts";
import { sleep } from "../base/async/sleep.ts";
import { createSasToken } from "./auth/sas-token.ts";
import { DpsError } from "./dps-error.ts";
import type { Connection } from "./http/connection.ts";
import { Pace } from "./http/pace.ts";
import { describeRefusal } from "./http/refusal.ts";
import { type HttpAnswer, type HttpRequest, sendRequest } from "./http/request.ts";
import { defaultRetry, type Repetition, type RetryOptions, type RetryWorld, withRetry } from "./http/retry.ts";

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
  readonly hostName: string;
  readonly policyName: string;
  readonly key: Uint8Array;
  readonly apiVersion: string;
  readonly retry?: RetryOptions | undefined;
  /** All operations together; left out: as fast as the callers. */
  readonly operationsPerMinute?: number | undefined;
  readonly log?: Log | undefined;
  readonly clock?: Clock | undefined;
}

/** Tokens are made afresh for every attempt; this covers one attempt and some clock difference. */
const tokenLifetimeMs = 10 * 60 * 1000;

/** What all calls rest for after a 429 that does not say for how long. */
const unsaidPauseMs = 1_000;

/** The way all operations take: pace, token, api-version, one exchange, classification, retry. */
export function createServiceCaller(parts: CallerParts): ServiceCaller {
  const clock = parts.clock ?? systemClock;
  const log = parts.log ?? silentLog;
  const world: RetryWorld = { monotonicMs: () => clock.monotonicMs(), sleep, random: Math.random };
  const retry = parts.retry ?? defaultRetry;
  const pace = new Pace({ operationsPerMinute: parts.operationsPerMinute, longestWaitMs: retry.budgetMs }, world);
  return (call) => {
    const target = `/${call.path.map(encodeURIComponent).join("/")}?api-version=${encodeURIComponent(parts.apiVersion)}`;
    const name = `${call.method} /${call.path.join("/")}`;
    const attempt = async (): Promise<HttpAnswer> => {
      await pace.turn(call.signal);
      const answer = await sendRequest(parts.connection, {
        method: call.method,
        target,
        headers: { ...standardHeaders(call), ...call.headers, Authorization: authorize(parts, clock.now()) },
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        signal: call.signal,
      });
      log.debug({ call: name, status: answer.status }, "provisioning service answered");
      if (answer.status >= 200 && answer.status < 300) return answer;
      const refusal = describeRefusal(answer, name, clock.now());
      if (refusal.reason === "throttled") pace.pause(refusal.retryAfterMs ?? unsaidPauseMs);
      throw refusal;
    };
    const onRetry = (error: DpsError, waitMs: number): void =>
      log.info({ call: name, code: error.code, waitMs }, "provisioning service call will be repeated");
    return withRetry({ repetition: call.repetition, attempt, signal: call.signal, onRetry }, world, retry);
  };
}

function standardHeaders(call: ServiceCall): Record<string, string> {
  const json = "application/json; charset=utf-8";
  return { Accept: "application/json", ...(call.body === undefined ? {} : { "Content-Type": json }) };
}

function authorize(parts: CallerParts, now: Date): string {
  const expiresAt = new Date(now.getTime() + tokenLifetimeMs);
  return createSasToken({ resource: parts.hostName, policyName: parts.policyName, key: parts.key, expiresAt });
}

/** A success's body by its schema; `dps.malformed` names the first member that is wrong. */
export function parseAnswer<Schema extends z.ZodType>(
  schema: Schema,
  answer: HttpAnswer,
  what: string,
): z.output<Schema> {
  const facts = { httpStatus: answer.status, mayHaveActed: true };
  let json: unknown;
  try {
    json = JSON.parse(answer.body);
  } catch (cause) {
    throw new DpsError("malformed", `${what}: the answer is not JSON`, facts, cause);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new DpsError("malformed", `${what}: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`, facts);
}
