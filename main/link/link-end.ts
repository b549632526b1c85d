import { Deferred } from "../base/async/deferred.ts";
import { asStationError, baseErrors } from "../base/errors/base-errors.ts";
import { isStationError, type StationError } from "../base/errors/station-error.ts";
import type { Link, LinkListener } from "./link.ts";
import { linkErrors } from "./link-errors.ts";
import { LinkInbox } from "./link-inbox.ts";

/** What a kind of link must do itself. Neither may throw synchronously; `shut` must make the resource free to open again. */
export interface Wire {
  readonly send: (bytes: Uint8Array) => Promise<void>;
  readonly shut: () => Promise<void>;
}

const shutWithinMs = 2000;

/** The part all links share: pending writes and their time-outs, the inbox, and an end that comes exactly once. */
export class LinkEnd implements Link {
  readonly address: string;
  readonly #wire: Wire;
  readonly #writeTimeoutMs: (byteCount: number) => number;
  readonly #inbox = new LinkInbox((error) => this.end(asStationError(error)));
  readonly #pending = new Set<Deferred<void>>();
  #ending: Promise<void> | undefined;

  constructor(address: string, wire: Wire, writeTimeoutMs: (byteCount: number) => number) {
    this.address = address;
    this.#wire = wire;
    this.#writeTimeoutMs = writeTimeoutMs;
  }

  get isOpen(): boolean {
    return this.#ending === undefined;
  }

  listen(listener: LinkListener): () => void {
    return this.#inbox.listen(listener);
  }

  async write(bytes: Uint8Array, signal?: AbortSignal): Promise<void> {
    if (!this.isOpen) throw linkErrors.lost(`${this.address}: written after the end`);
    if (signal?.aborted === true) throw baseErrors.cancelled("aborted before writing");
    const pending = new Deferred<void>();
    const cancel = (): void => pending.reject(baseErrors.cancelled(`${this.address}: write aborted`));
    const limit = this.#writeTimeoutMs(bytes.length);
    const late = (): void =>
      pending.reject(linkErrors.timeout(`${this.address}: ${bytes.length} bytes not taken in ${limit} ms`));
    const timer = setTimeout(late, limit);
    signal?.addEventListener("abort", cancel, { once: true });
    this.#pending.add(pending);
    this.#wire.send(bytes).then(pending.resolve, (cause: unknown) => this.#sendFailed(pending, cause));
    try {
      await pending.promise;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      this.#pending.delete(pending);
    }
  }

  close(): Promise<void> {
    this.#ending ??= this.#finish(undefined);
    return this.#ending;
  }

  /** For the wire: bytes have come. */
  received(bytes: Uint8Array): void {
    if (this.isOpen) this.#inbox.receive(bytes);
  }

  /** For the wire: it is over. Only the first end counts, so a system that says "close" twice does no harm. */
  end(reason: StationError): void {
    this.#ending ??= this.#finish(reason);
  }

  #sendFailed(pending: Deferred<void>, cause: unknown): void {
    const reason = isStationError(cause) ? cause : linkErrors.lost(`${this.address}: write failed`, cause);
    pending.reject(reason);
    this.end(reason);
  }

  async #finish(reason: StationError | undefined): Promise<void> {
    for (const pending of this.#pending) pending.reject(reason ?? linkErrors.lost(`${this.address}: closed by us`));
    // The listener hears of the end when the port is free again: who opens it anew then does not find it busy.
    await this.#shutInTime();
    this.#inbox.end(reason);
  }

  async #shutInTime(): Promise<void> {
    const late = new Deferred<void>();
    const timer = setTimeout(() => late.resolve(), shutWithinMs);
    // A failure to close says only that the port is gone already, and nobody could do more about it.
    const shut = this.#wire.shut().catch(() => undefined);
    await Promise.race([shut, late.promise]);
    clearTimeout(timer);
  }
}
