import { open, readFile, rename } from "node:fs/promises";
import { Mutex } from "../../../base/async/mutex.ts";
import { dpsPracticeErrors } from "../dps-practice-errors.ts";
import { type SavedService, savedService } from "./practice-store.ts";

/** One JSON file, replaced whole: temporary file, fsync, rename. Saves asked for while one is being written share the next. */
export class StateFile {
  readonly #path: string;
  readonly #snapshot: () => SavedService;
  readonly #mutex = new Mutex();
  #next: Promise<void> | undefined;

  constructor(path: string, snapshot: () => SavedService) {
    this.#path = path;
    this.#snapshot = snapshot;
  }

  /** Settles when everything that is in the service now is on the disk. */
  save(): Promise<void> {
    this.#next ??= this.#mutex.run(async () => {
      this.#next = undefined;
      await this.#write(JSON.stringify(this.#snapshot()));
    });
    return this.#next;
  }

  async #write(text: string): Promise<void> {
    const temporary = `${this.#path}.new`;
    const file = await open(temporary, "w", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, this.#path);
  }
}

/** The saved service, `undefined` if there is no file yet; throws `practice-dps.state` for one that cannot be read. */
export async function readStateFile(path: string): Promise<SavedService | undefined> {
  try {
    return savedService.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw dpsPracticeErrors.state("the practice service's state file cannot be read", cause);
  }
}
