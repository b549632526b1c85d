import { createReadStream } from "node:fs";
import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const flushCharacters = 256 * 1024;

/** Text that must wait until what comes before it is known: on disk, so that memory does not grow with it. */
export class Spool {
  readonly #folder: string;
  readonly #path: string;
  readonly #file: FileHandle;
  #waiting = "";
  #writing = Promise.resolve();

  private constructor(folder: string, path: string, file: FileHandle) {
    this.#folder = folder;
    this.#path = path;
    this.#file = file;
  }

  static async open(): Promise<Spool> {
    const folder = await mkdtemp(join(tmpdir(), "touchmark-seal-"));
    const path = join(folder, "lines");
    return new Spool(folder, path, await open(path, "wx", 0o600));
  }

  append(text: string): void {
    this.#waiting += text;
  }

  /** Makes room: to be waited for now and then. */
  async settle(): Promise<void> {
    if (this.#waiting.length >= flushCharacters) await this.#flush();
  }

  /** All that was appended, in order. */
  async *read(): AsyncGenerator<string, void> {
    await this.#flush();
    await this.#writing;
    const stream = createReadStream(this.#path, { encoding: "utf8", highWaterMark: flushCharacters });
    for await (const chunk of stream) yield String(chunk);
  }

  async remove(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await this.#file.close().catch(() => undefined);
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** One piece is written while the next is made. */
  async #flush(): Promise<void> {
    const text = this.#waiting;
    this.#waiting = "";
    await this.#writing;
    if (text === "") return;
    this.#writing = this.#file.appendFile(text);
    // Asked for again before the next piece; until then nobody waits for it.
    this.#writing.catch(() => undefined);
  }
}
