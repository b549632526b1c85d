import { fdatasync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { stayAwake } from "../../base/async/stay-awake.ts";
import { recordsErrors } from "../records-errors.ts";

/** What brings a file's bytes to the disk; `sync` is never called twice at once. */
export interface SyncedFile {
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** A good disk needs some 0.1 ms; on a slow one an event loop that sleeps loses nothing. */
const mostMsAwake = 0.5;

/**
 * Forces SQLite's write-ahead log to the disk beside the event loop: SQLite itself would hold up every slot until the disk has turned.
 * What was committed before a call is safe when it resolves; callers who come together share one sync.
 */
export class ForcedLog {
  readonly #file: SyncedFile;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(file: SyncedFile) {
    this.#file = file;
  }

  /** Rejects `records.disk-fault`, and after that always: a system that failed once to write a page may say the next time that it has. */
  force(): Promise<void> {
    if (this.#closing !== undefined) return this.#closing;
    // One that is under way may have begun before the caller's commit, so it is the next one that counts.
    this.#next ??= this.#running.then(() => {
      this.#next = undefined;
      this.#running = this.#sync();
      // Whoever waits for it is told; the chain itself must not count as unhandled.
      this.#running.catch(() => undefined);
      return this.#running;
    });
    return this.#next;
  }

  /** Forces a last time. Idempotent; later calls of `force` get its result. */
  close(): Promise<void> {
    this.#closing ??= this.#finish();
    return this.#closing;
  }

  async #finish(): Promise<void> {
    try {
      await this.force();
    } finally {
      await this.#file.close();
    }
  }

  async #sync(): Promise<void> {
    const mayDoze = stayAwake(mostMsAwake);
    try {
      await this.#file.sync();
    } catch (cause) {
      throw recordsErrors.diskFault("the log of the records could not be forced to the disk", cause);
    } finally {
      mayDoze();
    }
  }
}

// A handle's own `datasync` costs 10 µs more.
const datasync = promisify(fdatasync);

/** The log beside a database in WAL mode (sqlite.org/wal.html); it is there from the first commit on until the database is closed. */
export function logOf(databaseFile: string): SyncedFile {
  let handle: FileHandle | undefined;
  return {
    sync: async () => {
      handle ??= await openLog(`${databaseFile}-wal`);
      await datasync(handle.fd);
    },
    close: async () => handle?.close(),
  };
}

async function openLog(path: string): Promise<FileHandle> {
  await syncFolder(dirname(path));
  return open(path, "r+");
}

/** A file just made is not there after a power cut until its folder is on the disk too; Windows has no such call and no such need. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
