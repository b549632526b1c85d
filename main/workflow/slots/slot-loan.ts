import { Deferred } from "../../base/async/deferred.ts";
import type { StationError } from "../../base/errors/station-error.ts";
import { slotErrors } from "./slot-errors.ts";

/** A slot lent for something else than building: what is plugged in meanwhile is the borrower's. */
export class SlotLoan {
  readonly #gone = new AbortController();
  readonly #arrived = new Deferred<void>();
  readonly #onEnd: () => void;
  #isOver = false;

  constructor(present: boolean, onEnd: () => void) {
    this.#onEnd = onEnd;
    if (present) this.#arrived.resolve();
  }

  /** Aborts with `slot.pulled` when the device goes away, or with why the loan was called in. */
  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  /** Resolves once a device is in the slot; never where none comes. */
  get arrived(): Promise<void> {
    return this.#arrived.promise;
  }

  noteAbsent(): void {
    this.callIn(slotErrors.pulled("device went away in the middle of its verification"));
  }

  notePresent(): void {
    this.#arrived.resolve();
  }

  callIn(reason: StationError): void {
    this.#gone.abort(reason);
  }

  /** Idempotent. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#onEnd();
  }
}
