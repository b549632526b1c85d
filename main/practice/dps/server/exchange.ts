import { randomUUID } from "node:crypto";
import { sleep } from "../../../base/async/sleep.ts";
import type { Log } from "../../../base/log.ts";
import type { CallTransport, PracticeCall } from "../calls/call-log.ts";
import { changesOf, type PracticeService } from "../practice-service.ts";
import { authorizeServiceCall } from "../service/authorize-service-call.ts";
import type { Fault } from "./fault-plan.ts";
import { findRoute, operationOf, parseTarget } from "./find-route.ts";
import type { PracticeAnswer, PracticeRequest } from "./route.ts";
import { refusals, refuse, ServiceRefusal } from "./service-refusal.ts";

/** A request, by whatever way it came. */
export interface IncomingCall {
  readonly transport: CallTransport;
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Reads the body as JSON; throws a ServiceRefusal for one that is none. */
  readonly body: () => Promise<unknown>;
  /** DER, leaf first. */
  readonly clientChain: readonly Uint8Array[];
  /** The client went away before it had said everything. */
  readonly isGone: () => boolean;
}

export interface ExchangeParts {
  readonly service: PracticeService;
  /** Settles when the last change is safe; awaited before a request that changed something is answered. */
  readonly save: () => Promise<void>;
  readonly log: Log;
}

/** Carries requests out: limits and faults first, then the route, then the disk; every one is noted. */
export class Exchange {
  readonly #parts: ExchangeParts;
  readonly #closing = new AbortController();

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
  }

  /** Answers that are held back on purpose are given up. */
  close(): void {
    this.#closing.abort();
  }

  /** Never rejects; `cut`: break the connection instead of answering. */
  async carryOut(call: IncomingCall): Promise<PracticeAnswer | "cut"> {
    const startedMs = performance.now();
    const at = new Date().toISOString();
    const noted: { fault: Fault | undefined } = { fault: undefined };
    const outcome = await this.#answer(call, noted).catch((error: unknown) => this.#describe(error, call));
    const answer = outcome === "cut" ? outcome : withRequestId(outcome);
    const [path = ""] = call.target.split("?", 1);
    this.#parts.service.calls.add({
      at,
      transport: call.transport,
      api: apiOf(call.target),
      method: call.method,
      path: path.slice(0, 512),
      status: answer === "cut" ? null : answer.status,
      ms: Math.round((performance.now() - startedMs) * 10) / 10,
      ...numbersOf(answer),
      fault: noted.fault?.kind ?? null,
    });
    return answer;
  }

  async #answer(call: IncomingCall, noted: { fault: Fault | undefined }): Promise<PracticeAnswer | "cut"> {
    const { service } = this.#parts;
    const target = parseTarget(call.target);
    const found = findRoute(target, call.method);
    const operation = found.kind === "route" ? operationOf(found.route) : undefined;
    const fault = service.faults.take(target.api, operation);
    noted.fault = fault;
    const body = await call.body();
    if (service.faults.latencyMs > 0) await sleep(service.faults.latencyMs, this.#closing.signal);
    if (fault?.kind === "reset-before-commit") return "cut";
    if (fault?.kind === "answer") throw faultRefusal(fault);
    if (fault?.kind === "slow") await sleep(fault.ms, this.#closing.signal);
    const answer = this.#route(call, target, found, body);
    if (fault?.kind === "hub-unauthorized") service.faults.failAssignments(1);
    const before = changesOf(service);
    const given = answer();
    // What need not wait is done in one turn: nothing else comes between its faults and its change.
    const result = given instanceof Promise ? await given : given;
    if (changesOf(service) !== before) await this.#parts.save();
    return fault?.kind === "reset-after-commit" ? "cut" : result;
  }

  #route(
    call: IncomingCall,
    target: ReturnType<typeof parseTarget>,
    found: ReturnType<typeof findRoute>,
    body: unknown,
  ): () => PracticeAnswer | Promise<PracticeAnswer> {
    if (found.kind === "refusal") throw found.refusal;
    const { route, parameters } = found;
    const request: PracticeRequest = {
      method: route.method,
      segments: target.segments,
      parameters,
      headers: call.headers,
      body,
      clientChain: call.clientChain,
    };
    const { service } = this.#parts;
    if (route.api === "service") authorizeServiceCall(service, request);
    const waitSeconds = service.limits.take(route, parameters["registrationId"] ?? "");
    if (waitSeconds !== undefined) throw refusals.tooManyRequests(waitSeconds);
    return () => route.handle(service, request);
  }

  #describe(error: unknown, call: IncomingCall): PracticeAnswer | "cut" {
    if (call.isGone()) return "cut";
    if (error instanceof ServiceRefusal) return error;
    if (this.#closing.signal.aborted) return "cut";
    this.#parts.log.error({ error: String(error) }, "practice service failed to answer");
    return refusals.internal();
  }
}

function apiOf(target: string): "service" | "device" {
  try {
    return parseTarget(target).api;
  } catch {
    return "device";
  }
}

/** The number Microsoft's support asks for: in every answer, the same as in the body of a refusal. */
function withRequestId({ status, headers, body }: PracticeAnswer): PracticeAnswer {
  return { status, body, headers: { "x-ms-request-id": randomUUID(), ...headers } };
}

function numbersOf(answer: PracticeAnswer | "cut"): Pick<PracticeCall, "errorCode" | "trackingId"> {
  const headers = answer === "cut" ? {} : (answer.headers ?? {});
  const errorCode = headers["x-ms-error-code"];
  return {
    errorCode: errorCode === undefined ? null : Number(errorCode),
    trackingId: headers["x-ms-request-id"] ?? null,
  };
}

const faultRefusal = (fault: Extract<Fault, { kind: "answer" }>): ServiceRefusal =>
  refuse(fault.errorCode, fault.message, fault.retryAfter === undefined ? {} : { "Retry-After": fault.retryAfter });
