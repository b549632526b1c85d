import DatabaseFile from "better-sqlite3";
import { baseErrors } from "../../base/errors/base-errors.ts";
import { codedDatabaseError } from "../database/coded-database-error.ts";
import { openToRead, readMarks } from "./check-records.ts";

/** Some 4 MB: what the copying holds up another task of its process for. */
const pagesAtOnce = 1_000;

/**
 * Copies records by SQLite's online backup (sqlite.org/backup.html) while a station writes them: what was committed when the copy
 * began is in it, all of it and nothing else. The copy is one file without a log. Throws `records.*`, `station.cancelled`.
 */
export async function copyRecords(file: string, to: string, signal?: AbortSignal): Promise<void> {
  const source = openToRead(file);
  try {
    // A read transaction held all the while: without it the copying begins anew with every PASS, and never ends on a busy line.
    source.exec("begin");
    readMarks(source);
    await source.backup(to, {
      progress: () => {
        if (signal?.aborted === true) throw baseErrors.cancelled("the backup was stopped", signal.reason);
        return pagesAtOnce;
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
