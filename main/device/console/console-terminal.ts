import { baseErrors } from "../../base/errors/base-errors.ts";
import type { StationError } from "../../base/errors/station-error.ts";
import { utf8 } from "../../base/bytes/bytes.ts";
import type { Link } from "../../link/link.ts";
import { linkErrors } from "../../link/link-errors.ts";
import { KernelLineFilter } from "./kernel-line-filter.ts";

export interface Wait {
  readonly ms: number;
  readonly signal?: AbortSignal | undefined;
  readonly onTimeout: () => StationError;
}

/** Characters kept while nobody asks; a device that prints for ever must not fill the station. */
const mostText = 256 * 1024;

/** The text a device prints, without kernel lines, and the way to type. Keeps what was said since the last `discard()`. */
export class ConsoleTerminal {
  readonly #link: Link;
  readonly #stopListening: () => void;
  readonly #decoder = new TextDecoder();
  readonly #filter = new KernelLineFilter();
  readonly #watchers = new Set<() => void>();
  readonly #counted = { sent: 0, received: 0 };
  #text = "";
  #overflowed = false;
  #end: StationError | undefined;

  constructor(link: Link) {
    this.#link = link;
    this.#stopListening = link.listen({
      onBytes: (bytes) => this.#receive(bytes),
      onClosed: (reason) => this.#finish(reason ?? linkErrors.lost(`${link.address}: closed`)),
    });
  }

  get traffic(): { readonly sent: number; readonly received: number } {
    return { ...this.#counted };
  }

  get text(): string {
    return this.#text;
  }

  get isOpen(): boolean {
    return this.#end === undefined;
  }

  discard(): void {
    this.#text = "";
    this.#overflowed = false;
  }

  /** Types text. Nothing of it is logged or kept: it may be a password. */
  async type(text: string, signal?: AbortSignal): Promise<void> {
    const bytes = utf8(text);
    this.#counted.sent += bytes.length;
    await this.#link.write(bytes, signal);
  }

  /** Waits until `find` finds something in the text. Throws `link.lost`, `link.oversized`, `station.cancelled` or what `onTimeout` makes. */
  waitFor<Found>(find: (text: string) => Found | undefined, { ms, signal, onTimeout }: Wait): Promise<Found> {
    return new Promise<Found>((resolve, reject) => {
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        signal?.removeEventListener("abort", cancel);
        settle();
      };
      const cancel = (): void => finish(() => reject(baseErrors.cancelled("aborted while the console was read")));
      const look = (): void => {
        try {
          const found = find(this.#text);
          const trouble = this.#trouble();
          if (found !== undefined) finish(() => resolve(found));
          else if (trouble !== undefined) finish(() => reject(trouble));
        } catch (error) {
          finish(() => reject(error));
        }
      };
      const timer = setTimeout(() => finish(() => reject(onTimeout())), ms);
      this.#watchers.add(look);
      signal?.addEventListener("abort", cancel, { once: true });
      if (signal?.aborted === true) cancel();
      else look();
    });
  }

  /** Resolves when nothing has come for `quietMs`, at the latest after `mostMs`. Throws `link.lost` or `station.cancelled`. */
  async settle(quietMs: number, mostMs: number, signal?: AbortSignal): Promise<void> {
    const until = performance.now() + mostMs;
    for (let before = -1; before !== this.#counted.received && performance.now() < until; ) {
      before = this.#counted.received;
      await this.#orQuiet(before, quietMs, signal);
    }
  }

  async close(): Promise<void> {
    this.#finish(linkErrors.lost(`${this.#link.address}: closed by us`));
    this.#stopListening();
    await this.#link.close();
  }

  #orQuiet(before: number, ms: number, signal: AbortSignal | undefined): Promise<void> {
    const quiet = baseErrors.timedOut("quiet");
    const more = () => (this.#counted.received === before ? undefined : true);
    return this.waitFor(more, { ms, signal, onTimeout: () => quiet }).then(
      () => undefined,
      (error: unknown) => {
        if (error !== quiet) throw error;
      },
    );
  }

  #trouble(): StationError | undefined {
    return this.#overflowed ? linkErrors.oversized(`more than ${mostText} characters`) : this.#end;
  }

  #receive(bytes: Uint8Array): void {
    this.#counted.received += bytes.length;
    this.#text += this.#filter.push(this.#decoder.decode(bytes, { stream: true }));
    if (this.#text.length > mostText) {
      this.#overflowed = true;
      this.#text = this.#text.slice(-mostText / 2);
    }
    for (const look of this.#watchers) look();
  }

  #finish(reason: StationError): void {
    this.#end ??= reason;
    for (const look of this.#watchers) look();
  }
}
