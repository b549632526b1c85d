import type { StationEvent } from "../../../main/api/contract/index.ts";
import { eventBundles } from "../../../main/api/event-bundles.ts";
import { Emitter } from "../../../main/base/async/emitter.ts";

/** What the fake station tells its screens, in the bundles of the real one. */
export class FakeEvents {
  readonly #told = new Emitter<StationEvent>();

  publish(event: StationEvent): void {
    this.#told.emit(event);
  }

  async *follow(present: readonly StationEvent[], signal = new AbortController().signal) {
    const bundles = eventBundles();
    const stopListening = this.#told.on((event) => bundles.push(event));
    try {
      for (const event of present) bundles.push(event);
      yield* bundles.read(signal);
    } finally {
      stopListening();
    }
  }
}
