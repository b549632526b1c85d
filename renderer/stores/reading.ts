import type { Problem } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import { AnswerOrder } from "./answer-order.ts";
import type { ClientSource } from "./connection-store.ts";

/** One thing as the station last gave it. */
export interface Reading<Value> {
  readonly status: "idle" | "loading" | "ready" | "failed";
  readonly value: Value | null;
  /** Why it could not be read; the value is then from before. */
  readonly problem: Problem | null;
}

export const noReading = { status: "idle", value: null, problem: null } as const;

/** Keeps one thing current by calls that answer with the whole of it; no answer is shown over that to a later call. */
export class Reader<Value> {
  readonly #client: ClientSource;
  readonly #get: () => Reading<Value>;
  readonly #show: (reading: Reading<Value>) => void;
  readonly #order = new AnswerOrder();
  #lastLoad: (() => Promise<Value>) | undefined;

  constructor(client: ClientSource, get: () => Reading<Value>, show: (reading: Reading<Value>) => void) {
    this.#client = client;
    this.#get = get;
    this.#show = show;
  }

  /** Reads it; says so while there is none yet, and says what failed in its place. Cut off, it reads again by itself. */
  async load(call: () => Promise<Value>): Promise<void> {
    this.#lastLoad = call;
    const { status, value: before } = this.#get();
    if (status !== "ready") this.#show({ status: "loading", value: before, problem: null });
    const question = this.#order.ask();
    try {
      const value = await call();
      if (this.#order.show(question)) this.#show({ status: "ready", value, problem: null });
    } catch (error) {
      if (this.#order.isLate(question)) return;
      const problem = problemOf(error);
      this.#show({ status: "failed", value: this.#get().value, problem });
      this.#client.cutOff?.askAgain(problem, this, () => this.load(this.#lastLoad ?? call));
    }
  }

  /** A call that changes it; the problem if it was refused, and what is shown stays as it is. */
  async change(call: () => Promise<Value>): Promise<Problem | null> {
    const question = this.#order.ask();
    try {
      const value = await call();
      if (this.#order.show(question)) this.#show({ status: "ready", value, problem: null });
      // What is shown may be from before this change, and this answer from before what is shown.
      else if (this.#lastLoad !== undefined) await this.load(this.#lastLoad);
      return null;
    } catch (error) {
      return problemOf(error);
    }
  }

  /** Answers still under way are not shown any more. */
  forget(): void {
    this.#order.forget();
  }
}
