import type { PracticeScenario, ScenarioRule } from "../faults/scenario.ts";
import { seededRandom } from "../faults/seeded-random.ts";

/** What can be made to go wrong with one answer. */
export type Fault =
  | { readonly kind: "answer"; readonly errorCode: number; readonly message: string; readonly retryAfter?: string }
  | { readonly kind: "slow"; readonly ms: number }
  /** The connection breaks before the request is carried out. */
  | { readonly kind: "reset-before-commit" }
  /** The request is carried out, and the connection breaks before its answer. */
  | { readonly kind: "reset-after-commit" }
  /** The registration ends as `failed` with 400209. */
  | { readonly kind: "hub-unauthorized" };

export type FaultTarget = "service" | "device";

interface Planned {
  readonly fault: Fault;
  readonly target: FaultTarget | undefined;
}

interface Rule {
  readonly rule: ScenarioRule;
  left: number;
}

/**
 * Faults planned for the next answers, in order; each is used up by one request (of the target API, if one is named). When none
 * is planned, the scenario's rules are asked one after the other.
 */
export class FaultPlan {
  #planned: Planned[] = [];
  #failedAssignments = 0;
  #rules: readonly Rule[] = [];
  #latencyMs = 0;
  #random = seededRandom(1);

  /** Added to every answer. */
  get latencyMs(): number {
    return this.#latencyMs;
  }

  /** Replaces the scenario there was; what is planned stays. */
  use({ seed, latencyMs, faults }: PracticeScenario): void {
    this.#random = seededRandom(seed);
    this.#latencyMs = latencyMs;
    this.#rules = faults.map((rule) => ({ rule, left: rule.count ?? Number.POSITIVE_INFINITY }));
  }

  next(count: number, fault: Fault, target?: FaultTarget): void {
    for (let index = 0; index < count; index += 1) this.#planned.push({ fault, target });
  }

  /** 429; `retryAfter` as it goes into the header: seconds or an HTTP date. */
  throttle(count: number, retryAfter: string, target?: FaultTarget): void {
    this.next(count, { kind: "answer", errorCode: 429_001, message: "Too many requests.", retryAfter }, target);
  }

  fail(count: number, target?: FaultTarget): void {
    this.next(count, { kind: "answer", errorCode: 500_001, message: "Internal server error." }, target);
  }

  slow(count: number, ms: number, target?: FaultTarget): void {
    this.next(count, { kind: "slow", ms }, target);
  }

  resetBeforeCommit(count: number, target?: FaultTarget): void {
    this.next(count, { kind: "reset-before-commit" }, target);
  }

  resetAfterCommit(count: number, target?: FaultTarget): void {
    this.next(count, { kind: "reset-after-commit" }, target);
  }

  /** The next registrations end as `failed` with 400209: the linked hub refused the service. */
  failAssignments(count: number): void {
    this.#failedAssignments += count;
  }

  clear(): void {
    this.#planned = [];
    this.#failedAssignments = 0;
    this.#rules = [];
    this.#latencyMs = 0;
  }

  /** Used for every request: the fault for it, if there is one. `operation` as in `operationOf`. */
  take(target: FaultTarget, operation?: string): Fault | undefined {
    const index = this.#planned.findIndex((planned) => planned.target === undefined || planned.target === target);
    return index < 0 ? this.#byRule(target, operation) : this.#planned.splice(index, 1)[0]?.fault;
  }

  takeFailedAssignment(): boolean {
    if (this.#failedAssignments === 0) return false;
    this.#failedAssignments -= 1;
    return true;
  }

  #byRule(target: FaultTarget, operation: string | undefined): Fault | undefined {
    const hit = this.#rules.find(
      ({ rule, left }) =>
        left > 0 &&
        (rule.api === undefined || rule.api === target) &&
        (rule.operation === undefined || rule.operation === operation) &&
        (rule.fault !== "hub-unauthorized" || operation?.endsWith("/register") === true) &&
        this.#random() < rule.rate,
    );
    if (hit === undefined) return undefined;
    hit.left -= 1;
    return faultOf(hit.rule);
  }
}

const answers = {
  throttled: { errorCode: 429_001, message: "Too many requests." },
  error: { errorCode: 500_001, message: "Internal server error." },
  conflict: { errorCode: 409_203, message: "Precondition failed." },
} as const;

/** What a rule of a scenario, or the control API, asks for. */
export function faultOf({ fault, ms, errorCode, message, retryAfter }: ScenarioRule): Fault {
  if (fault === "slow") return { kind: "slow", ms };
  if (fault === "reset-before-commit" || fault === "reset-after-commit" || fault === "hub-unauthorized") {
    return { kind: fault };
  }
  const wait = retryAfter ?? (fault === "throttled" ? "1" : undefined);
  const said = fault === "answer" ? { errorCode, message: message ?? "Fault put in." } : answers[fault];
  return { kind: "answer", ...said, ...(wait === undefined ? {} : { retryAfter: wait }) };
}
