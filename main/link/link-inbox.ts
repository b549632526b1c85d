import { concatBytes } from "../base/bytes/bytes.ts";
import { baseErrors } from "../base/errors/base-errors.ts";
import type { StationError } from "../base/errors/station-error.ts";
import type { LinkListener } from "./link.ts";

/** Bytes kept for a listener that is not there yet; beyond it the oldest go, as in a UART's own buffer. */
const maximumKeptBytes = 65_536;

/** The receiving half of a link: keeps what comes before the listener does, and tells the end once, after the last byte. */
export class LinkInbox {
  readonly #onFault: (error: unknown) => void;
  #listener: LinkListener | undefined;
  #kept: Uint8Array = new Uint8Array();
  #end: { readonly reason: StationError | undefined } | undefined;

  /** `onFault` hears what a listener throws: its fault must not break the system's own callback. */
  constructor(onFault: (error: unknown) => void) {
    this.#onFault = onFault;
  }

  receive(bytes: Uint8Array): void {
    if (this.#end !== undefined || bytes.length === 0) return;
    this.#kept = concatBytes(this.#kept, bytes);
    this.#handOver();
    if (this.#kept.length > maximumKeptBytes) this.#kept = this.#kept.slice(-maximumKeptBytes);
  }

  end(reason: StationError | undefined): void {
    if (this.#end !== undefined) return;
    this.#end = { reason };
    this.#handOver();
  }

  /** What was kept comes in the next microtask, so that the caller holds the way to stop before it hears anything. */
  listen(listener: LinkListener): () => void {
    if (this.#listener !== undefined) throw baseErrors.defect("the link has a listener already");
    this.#listener = listener;
    queueMicrotask(() => this.#handOver());
    return () => {
      if (this.#listener === listener) this.#listener = undefined;
    };
  }

  #handOver(): void {
    const listener = this.#listener;
    if (listener === undefined) return;
    try {
      if (this.#kept.length > 0) {
        const bytes = this.#kept;
        this.#kept = new Uint8Array();
        listener.onBytes(bytes);
      }
      if (this.#end !== undefined && this.#listener === listener) {
        this.#listener = undefined;
        listener.onClosed(this.#end.reason);
      }
    } catch (error) {
      this.#onFault(error);
    }
  }
}
