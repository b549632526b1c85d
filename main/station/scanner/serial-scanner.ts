import type { SerialScanner as ScannerSettings } from "../../api/contract/index.ts";
import { sleep } from "../../base/async/sleep.ts";
import { asStationError } from "../../base/errors/base-errors.ts";
import type { Log } from "../../base/log.ts";
import type { Link } from "../../link/link.ts";
import { openLink } from "../../link/open-link.ts";
import { CodeSplitter } from "./code-splitter.ts";

export interface SerialScannerOptions {
  readonly settings: ScannerSettings;
  readonly log: Log;
  readonly onCode: (code: string) => void;
  /** It was opened, went away, or cannot be opened for another reason than before. */
  readonly onChange: () => void;
  /** Between two tries, ms; 1000 by default. */
  readonly againMs?: number | undefined;
  readonly open?: typeof openLink | undefined;
}

/** Listens to a scanner on a serial port, and opens the port again whenever it comes back, until it is closed. */
export class SerialScanner {
  readonly settings: ScannerSettings;
  readonly #options: SerialScannerOptions;
  readonly #closed = new AbortController();
  readonly #ended: Promise<void>;
  #state: "open" | "away" = "away";
  #code: string | null = null;

  constructor(options: SerialScannerOptions) {
    this.settings = options.settings;
    this.#options = options;
    this.#ended = this.#listen();
  }

  /** `code`: why it is away, a stable error code. */
  get status(): { readonly state: "open" | "away"; readonly code: string | null } {
    return { state: this.#state, code: this.#code };
  }

  close(): Promise<void> {
    this.#closed.abort();
    return this.#ended;
  }

  async #listen(): Promise<void> {
    const { signal } = this.#closed;
    const { open = openLink, againMs = 1000 } = this.#options;
    const { port, baudRate } = this.settings;
    while (!signal.aborted) {
      try {
        const link = await open(port, { baudRate, signal });
        try {
          await this.#hear(link, signal);
        } finally {
          await link.close();
        }
      } catch (error) {
        if (signal.aborted) return;
        this.#set("away", asStationError(error).code);
      }
      await sleep(againMs, signal).catch(() => undefined);
    }
  }

  /** Until the link ends. */
  #hear(link: Link, signal: AbortSignal): Promise<void> {
    const splitter = new CodeSplitter(this.settings);
    this.#set("open", null);
    return new Promise((resolve) => {
      const stop = link.listen({
        onBytes: (bytes) => {
          for (const code of splitter.push(bytes)) this.#options.onCode(code);
        },
        onClosed: (reason) => {
          this.#set("away", reason?.code ?? null);
          end();
        },
      });
      const end = (): void => {
        signal.removeEventListener("abort", end);
        stop();
        resolve();
      };
      signal.addEventListener("abort", end, { once: true });
      if (signal.aborted) end();
    });
  }

  #set(state: "open" | "away", code: string | null): void {
    if (state === this.#state && code === this.#code) return;
    this.#state = state;
    this.#code = code;
    if (this.#closed.signal.aborted) return;
    this.#options.log.info({ port: this.settings.port, state, code }, "the serial scanner's port");
    this.#options.onChange();
  }
}
