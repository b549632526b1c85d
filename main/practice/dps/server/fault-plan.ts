/** What can be made to go wrong with one answer. */
export type Fault =
  | { readonly kind: "answer"; readonly errorCode: number; readonly message: string; readonly retryAfter?: string }
  | { readonly kind: "slow"; readonly ms: number }
  /** The connection breaks before the request is carried out. */
  | { readonly kind: "reset-before-commit" }
  /** The request is carried out, and the connection breaks before its answer. */
  | { readonly kind: "reset-after-commit" };

export type FaultTarget = "service" | "device";

interface Planned {
  readonly fault: Fault;
  readonly target: FaultTarget | undefined;
}

/** Faults planned for the next answers, in order; each is used up by one request (of the target API, if one is named). */
export class FaultPlan {
  #planned: Planned[] = [];
  #failedAssignments = 0;

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
  }

  /** Used by the listener: the fault for a request to this API, if one is planned. */
  take(target: FaultTarget): Fault | undefined {
    const index = this.#planned.findIndex((planned) => planned.target === undefined || planned.target === target);
    return index < 0 ? undefined : this.#planned.splice(index, 1)[0]?.fault;
  }

  takeFailedAssignment(): boolean {
    if (this.#failedAssignments === 0) return false;
    this.#failedAssignments -= 1;
    return true;
  }
}
