import DatabaseFile, { type Database } from "better-sqlite3";
import { Kysely } from "kysely";
import { systemClock } from "../base/clock.ts";
import { readMarks } from "./backup/check-records.ts";
import { codedDatabaseError } from "./database/coded-database-error.ts";
import { CodedDialect } from "./database/coded-dialect.ts";
import { leafSha256 } from "./database/leaf-sha256.ts";
import type { OpenOptions } from "./database/open-database.ts";
import { preparedOnce } from "./database/prepared-once.ts";
import type { Tables } from "./database/tables.ts";
import { standOn } from "./database/transaction.ts";
import { newestVersion } from "./migrations/migrate.ts";
import { ReconciliationRecords } from "./reconciliation.ts";
import { type Records, recordsOver } from "./records.ts";
import { recordsErrors } from "./records-errors.ts";

const busyTimeoutMs = 5_000;

/**
 * Opens records that a station may be at work on, to look at them: whatever would write is refused (`records.read-only`). Throws `records.not-opened`
 * also for records that their station has not brought to this version, `records.damaged`, `records.newer`, `records.mode`.
 */
export function readRecords({ file, practice, clock = systemClock }: OpenOptions): Records {
  const connection = openedToRead(file);
  try {
    const marks = readMarks(connection);
    if (marks.practice !== practice)
      throw recordsErrors.mode(`${file} holds ${practice ? "real" : "practice"} records`);
    if (marks.schemaVersion !== newestVersion)
      throw recordsErrors.notOpened(`records are of version ${marks.schemaVersion}, this reads ${newestVersion}`);
    const database = new Kysely<Tables>({ dialect: new CodedDialect({ database: preparedOnce(connection) }) });
    standOn(database, { connection, log: undefined });
    const records = recordsOver({ database, connection, log: undefined, practice, clock });
    return { ...records, reconciliation: new ReconciliationRecords(database, clock, { readOnly: true }) };
  } catch (error) {
    connection.close();
    throw codedDatabaseError(error);
  }
}

function openedToRead(file: string): Database {
  try {
    const connection = new DatabaseFile(file, { readonly: true, fileMustExist: true, timeout: busyTimeoutMs });
    connection.function("leafSha256", { deterministic: true }, leafSha256);
    return connection;
  } catch (error) {
    throw codedDatabaseError(error);
  }
}
