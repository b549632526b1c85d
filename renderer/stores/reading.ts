import type { Problem } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";

/** One thing as the station last gave it. */
export interface Reading<Value> {
  readonly status: "idle" | "loading" | "ready" | "failed";
  readonly value: Value | null;
  /** Why it could not be read; the value is then from before. */
  readonly problem: Problem | null;
}

export const noReading = { status: "idle", value: null, problem: null } as const;

/** Keeps one thing current by calls that answer with the whole of it; only the newest call may show its answer. */
export class Reader<Value> {
  readonly #get: () => Reading<Value>;
  readonly #show: (reading: Reading<Value>) => void;
  #asked = 0;

  constructor(get: () => Reading<Value>, show: (reading: Reading<Value>) => void) {
    this.#get = get;
    this.#show = show;
  }

  /** Reads it; says what failed in its place. */
  async load(call: () => Promise<Value>): Promise<void> {
    const { status, value } = this.#get();
    if (status !== "ready") this.#show({ status: "loading", value, problem: null });
    const question = this.#asked + 1;
    const problem = await this.change(call);
    if (problem !== null && question === this.#asked)
      this.#show({ status: "failed", value: this.#get().value, problem });
  }

  /** A call that changes it; the problem if it was refused, and what is shown stays as it is. */
  async change(call: () => Promise<Value>): Promise<Problem | null> {
    this.#asked += 1;
    const question = this.#asked;
    try {
      const value = await call();
      if (question === this.#asked) this.#show({ status: "ready", value, problem: null });
      return null;
    } catch (error) {
      return problemOf(error);
    }
  }
}
