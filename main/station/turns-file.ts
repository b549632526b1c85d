import { closeSync, constants, mkdirSync, openSync, readSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { SharedTurns } from "../dps/http/pace.ts";

/** Digits of milliseconds since 1970 for some time to come, and a line end: written over itself it always has one length. */
const length = 24;

/**
 * The turns of all processes that call one provisioning service: a file with the time of the next one. Two that write in the same
 * microseconds take one turn for two, which the pace has room for. Where it cannot be written every process keeps the pace by itself.
 */
export class TurnsFile implements SharedTurns {
  readonly #path: string;
  /** `undefined`: not opened yet; null: closed for good. */
  #file: number | null | undefined;
  /** What was written here last: known better without the file, to the fraction of a millisecond. */
  #own = "";

  constructor(path: string) {
    this.#path = path;
  }

  bookedMs(): number {
    const text = this.#read();
    const at = text === this.#own ? Number.NaN : Number(text);
    return Number.isFinite(at) ? at - Date.now() : 0;
  }

  book(ms: number): void {
    const text = `${(Date.now() + ms).toFixed(3).padStart(length - 1)}\n`;
    try {
      const file = this.#opened();
      if (file === null) return;
      writeSync(file, text, 0);
      this.#own = text;
    } catch {
      // The pace is kept all the same, for this process.
    }
  }

  close(): void {
    if (typeof this.#file === "number") closeSync(this.#file);
    this.#file = null;
  }

  #read(): string {
    try {
      const file = this.#opened();
      if (file === null) return "";
      const bytes = Buffer.alloc(length);
      return bytes.toString("latin1", 0, readSync(file, bytes, 0, length, 0));
    } catch {
      return "";
    }
  }

  #opened(): number | null {
    if (this.#file !== undefined) return this.#file;
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    this.#file = openSync(this.#path, constants.O_RDWR | constants.O_CREAT, 0o600);
    return this.#file;
  }
}
