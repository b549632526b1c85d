import type { Lot, StationEvent } from "../../../main/api/contract/index.ts";
import { noLot, refuse } from "./fake-problems.ts";

/** The lots of the fake station, and the one its line builds. */
export class FakeLots {
  readonly #lots = new Map<string, Lot>();
  readonly #publish: (event: StationEvent) => void;
  #current: string | null = null;

  constructor(publish: (event: StationEvent) => void, first: Lot | null) {
    this.#publish = publish;
    if (first === null) return;
    this.keep(first);
    this.#current = first.lot;
  }

  has(lot: string): boolean {
    return this.#lots.has(lot);
  }

  get(lot: string): Lot {
    return this.#lots.get(lot) ?? refuse(noLot);
  }

  list(): Lot[] {
    return [...this.#lots.values()];
  }

  current(): Lot | null {
    return this.#lots.get(this.#current ?? "") ?? null;
  }

  needed(): Lot {
    return this.current() ?? refuse(noLot);
  }

  keep(lot: Lot): Lot {
    this.#lots.set(lot.lot, lot);
    return lot;
  }

  /** From here on the line builds this one. */
  use(lot: Lot): Lot {
    this.#current = lot.lot;
    return this.tell(lot);
  }

  tell(lot: Lot): Lot {
    this.#publish({ type: "lot", lot: this.keep(lot) });
    return lot;
  }
}
