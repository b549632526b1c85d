import type { Problem } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";

/** A whole list as the station last gave it. */
export interface Listing<Item> {
  readonly status: "idle" | "loading" | "ready" | "failed";
  readonly items: readonly Item[];
  /** Why it could not be read; the items are then from before. */
  readonly problem: Problem | null;
}

export const noListing = { status: "idle", items: [], problem: null } as const;

/** Keeps one listing current by calls that answer with the whole list; only the newest call may show its answer. */
export class ListReader<Item> {
  readonly #get: () => Listing<Item>;
  readonly #show: (listing: Listing<Item>) => void;
  #asked = 0;

  constructor(get: () => Listing<Item>, show: (listing: Listing<Item>) => void) {
    this.#get = get;
    this.#show = show;
  }

  /** Reads the list; says so while there is none yet, and says what failed in its place. */
  async load(call: () => Promise<readonly Item[]>): Promise<void> {
    const { status, items } = this.#get();
    if (status !== "ready") this.#show({ status: "loading", items, problem: null });
    const question = this.#asked + 1;
    const problem = await this.change(call);
    if (problem !== null && question === this.#asked)
      this.#show({ status: "failed", items: this.#get().items, problem });
  }

  /** A call that changes something; the problem if it was refused, and the list stays as it is. */
  async change(call: () => Promise<readonly Item[]>): Promise<Problem | null> {
    this.#asked += 1;
    const question = this.#asked;
    try {
      const items = await call();
      if (question === this.#asked) this.#show({ status: "ready", items, problem: null });
      return null;
    } catch (error) {
      return problemOf(error);
    }
  }
}
