export interface RunningOperation {
  readonly operationId: string;
  /** performance.now() from which on it is finished. */
  readonly readyAtMs: number;
  /** `registrationState` of the final answer; may hold a sealed key. */
  readonly registrationState: object;
  readonly status: "assigned" | "failed";
}

/** The last operation of each registration id. */
export class RunningOperations {
  readonly #last = new Map<string, RunningOperation>();

  get(registrationId: string): RunningOperation | undefined {
    return this.#last.get(registrationId.toLowerCase());
  }

  set(registrationId: string, operation: RunningOperation): void {
    this.#last.set(registrationId.toLowerCase(), operation);
  }
}
