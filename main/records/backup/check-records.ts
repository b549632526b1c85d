import { setImmediate as letOthers } from "node:timers/promises";
import DatabaseFile, { type Database } from "better-sqlite3";
import { Kysely } from "kysely";
import { z } from "zod";
import { type AuditVerdict, verifyAudit } from "../audit/verify-audit.ts";
import { type RowsVerdict, verifyRows } from "../audit/verify-rows.ts";
import { codedDatabaseError } from "../database/coded-database-error.ts";
import { CodedDialect } from "../database/coded-dialect.ts";
import { preparedOnce } from "../database/prepared-once.ts";
import type { Tables } from "../database/tables.ts";
import { newestVersion } from "../migrations/migrate.ts";
import { recordsErrors } from "../records-errors.ts";

/** What a file of records is, and whether it holds. */
export interface RecordsCheck {
  readonly schemaVersion: number;
  readonly practice: boolean;
  /** What SQLite's integrity_check and foreign_key_check found, in their words; empty if all is sound. */
  readonly faults: readonly string[];
  /** Null: records of a version that had no audit trail yet. */
  readonly audit: AuditVerdict | null;
  /** What the rows say beside the audit trail; null where the trail does not hold, or the records are of an earlier version. */
  readonly rows: RowsVerdict | null;
}

export const isSound = ({ faults, audit, rows }: RecordsCheck): boolean =>
  faults.length === 0 && (audit?.fault ?? null) === null && (rows?.fault ?? null) === null;

const mostFaults = 100;
const firstWithAudit = 6;

export interface CheckOptions {
  /** Table by table, and others of this process get their turn in between; what is in no table is not looked at. */
  readonly considerate?: boolean | undefined;
}

/**
 * Reads the whole file (integrity_check, foreign_key_check, the audit chain, the rows beside it) and changes nothing; a station may be at
 * work on it, what it writes meanwhile is not seen. Takes the caller's thread for as long as it takes, unless it is considerate. Throws `records.damaged`, `records.newer`,
 * `records.not-opened`.
 */
export async function checkRecords(file: string, { considerate = false }: CheckOptions = {}): Promise<RecordsCheck> {
  const connection = openToRead(file);
  try {
    connection.exec("begin");
    const { schemaVersion, practice } = readMarks(connection);
    const faults: string[] = [];
    for (const part of considerate ? tablesOf(connection) : [null]) {
      faults.push(...integrityFaults(connection, part), ...foreignKeyFaults(connection, part));
      if (considerate) await letOthers();
    }
    const database = new Kysely<Tables>({ dialect: new CodedDialect({ database: preparedOnce(connection) }) });
    const audit = schemaVersion < firstWithAudit ? null : await verifyAudit(database, []);
    const isComparable = schemaVersion === newestVersion && audit?.fault === null && faults.length === 0;
    const rows = isComparable ? await verifyRows(database) : null;
    return { schemaVersion, practice, faults, audit, rows };
  } catch (error) {
    throw codedDatabaseError(error);
  } finally {
    connection.close();
  }
}

/** A connection that cannot write. Throws `records.not-opened`, `records.damaged`. */
export function openToRead(file: string): Database {
  try {
    return new DatabaseFile(file, { readonly: true, fileMustExist: true });
  } catch (error) {
    throw codedDatabaseError(error);
  }
}

const marks = z.object({ version: z.int().positive(), mode: z.enum(["practice", "real"]) });

/** Version and kind of the records. Throws `records.damaged` for what is no station's, `records.newer`. */
export function readMarks(connection: Database): { readonly schemaVersion: number; readonly practice: boolean } {
  const found = marks.safeParse(askMarks(connection));
  if (!found.success) throw recordsErrors.damaged("the file is a database, but not one of a station's");
  const { version, mode } = found.data;
  if (version > newestVersion)
    throw recordsErrors.newer(`records are at version ${version}, this station knows up to ${newestVersion}`);
  return { schemaVersion: version, practice: mode === "practice" };
}

function askMarks(connection: Database): unknown {
  try {
    return connection
      .prepare(
        "select (select max(version) from schemaVersions) version, (select value from facts where name = 'mode') mode",
      )
      .get();
  } catch (error) {
    const coded = codedDatabaseError(error);
    // No such table: SQLite's plain error, which is no defect of ours here.
    throw coded.code === "station.defect" ? recordsErrors.damaged("not a station's tables", error) : coded;
  }
}

const tablesOf = (connection: Database): readonly string[] =>
  z
    .array(z.string())
    .parse(
      connection
        .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
        .pluck()
        .all(),
    );

const quoted = (table: string): string => `"${table.replaceAll('"', '""')}"`;

/** `table` null: everything. */
function integrityFaults(connection: Database, table: string | null): readonly string[] {
  const rows = z
    .array(z.object({ integrity_check: z.string() }))
    .parse(connection.pragma(`integrity_check(${table === null ? mostFaults : quoted(table)})`));
  return rows.map((row) => row.integrity_check).filter((finding) => finding !== "ok");
}

const brokenReference = z.object({ table: z.string(), rowid: z.int().nullable(), parent: z.string() });

function foreignKeyFaults(connection: Database, table: string | null): readonly string[] {
  const which = table === null ? "" : `(${quoted(table)})`;
  const rows = z.array(brokenReference).parse(connection.pragma(`foreign_key_check${which}`));
  return rows
    .slice(0, mostFaults)
    .map(({ table, rowid, parent }) => `row ${rowid ?? "?"} of ${table} names a row of ${parent} that is not there`);
}
