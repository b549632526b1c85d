import DatabaseFile from "better-sqlite3";
import { baseErrors } from "../../base/errors/base-errors.ts";
import { codedDatabaseError } from "../database/coded-database-error.ts";
import { openToRead, readMarks } from "./check-records.ts";

/** Some 4 MB: what the copying holds up another task of its process for. */
const pagesAtOnce = 1_000;
/** Some 1 MB: what it holds up another task of its disk for. */
const pagesAtOncePaced = 250;
const longestRestMs = 100;

export interface CopyOptions {
  readonly signal?: AbortSignal | undefined;
  /** Rests between the pages as long as they took, its thread with it. */
  readonly paced?: boolean | undefined;
}

/**
 * Copies records by SQLite's online backup (sqlite.org/backup.html) while a station writes them: what was committed when the copy
 * began is in it, all of it and nothing else. The copy is one file without a log. Throws `records.*`, `station.cancelled`.
 */
export async function copyRecords(
  file: string,
  to: string,
  { signal, paced = false }: CopyOptions = {},
): Promise<void> {
  const source = openToRead(file);
  try {
    // A read transaction held all the while: without it the copying begins anew with every PASS, and never ends on a busy line.
    source.exec("begin");
    readMarks(source);
    let beganMs = performance.now();
    await source.backup(to, {
      progress: () => {
        if (signal?.aborted === true) throw baseErrors.cancelled("the backup was stopped", signal.reason);
        if (!paced) return pagesAtOnce;
        rest(performance.now() - beganMs);
        beganMs = performance.now();
        return pagesAtOncePaced;
      },
    });
    const copy = new DatabaseFile(to, { fileMustExist: true });
    copy.pragma("journal_mode = DELETE");
    copy.close();
  } catch (error) {
    throw codedDatabaseError(error);
  } finally {
    source.close();
  }
}

const never = new Int32Array(new SharedArrayBuffer(4));

/** The driver asks without waiting for an answer, so the thread itself sleeps. */
function rest(ms: number): void {
  Atomics.wait(never, 0, 0, Math.min(Math.max(1, ms), longestRestMs));
}
