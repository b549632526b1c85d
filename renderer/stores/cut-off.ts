import type { StoreApi } from "zustand/vanilla";
import type { Problem } from "../../main/api/contract/index.ts";

/** What a page's lost connection cut off: asked again by itself as soon as there is a connection. */
export class CutOff {
  #here = false;
  readonly #waiting = new Map<object, () => unknown>();
  readonly #triedAgain = new Set<object>();

  constructor(connection: StoreApi<{ readonly client: object | null }>) {
    connection.subscribe(({ client }, before) => {
      if (client !== before.client) this.#changed(client !== null);
    });
  }

  /** Once for each `who`; not what the station refused. */
  askAgain({ code }: Problem, who: object, ask: () => unknown): void {
    if (code !== "screen.disconnected") return;
    if (!this.#here) this.#waiting.set(who, ask);
    else if (!this.#triedAgain.has(who)) {
      // The end of the connection before this one was heard late.
      this.#triedAgain.add(who);
      ask();
    }
  }

  #changed(here: boolean): void {
    this.#here = here;
    this.#triedAgain.clear();
    if (!here) return;
    const asks = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const ask of asks) ask();
  }
}
