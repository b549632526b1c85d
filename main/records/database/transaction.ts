import type { Database } from "better-sqlite3";
import type { Kysely } from "kysely";
import { baseErrors } from "../../base/errors/base-errors.ts";
import { codedDatabaseError } from "./coded-database-error.ts";
import type { ForcedLog } from "./forced-log.ts";
import type { Tables } from "./tables.ts";

/** The connection below a Kysely database, for what happens around every statement; Kysely's way costs more than the statements. */
interface Below {
  readonly connection: Database;
  /** What forces transactions to the disk; without one SQLite does it itself, and everything waits. */
  readonly log: ForcedLog | undefined;
}

const belowOf = new WeakMap<Kysely<Tables>, Below>();

/** Must be said of a database before its first transaction; said again, the last word counts. */
export function standOn(database: Kysely<Tables>, below: Below): void {
  belowOf.set(database, below);
}

function below(database: Kysely<Tables>): Below {
  const found = belowOf.get(database);
  if (found === undefined) throw baseErrors.defect("a database nobody has said the connection of");
  return found;
}

/**
 * Runs the task in one write transaction: all of it is durable when the promise resolves, none of it happened when it rejects, but
 * for `records.disk-fault`, where only the disk knows. IMMEDIATE takes the write lock at once, so that a look-up inside still holds
 * when the write comes. What it wrote can be read by others a moment before it is durable.
 */
export async function inTransaction<Value>(
  database: Kysely<Tables>,
  task: (transaction: Kysely<Tables>) => Promise<Value>,
): Promise<Value> {
  const { log, connection } = below(database);
  if (log === undefined) return database.connection().execute((single) => committed(connection, single, task));
  const value = await inUnforcedTransaction(database, task);
  await log.force();
  return value;
}

/**
 * The same, but not forced to the disk by itself: a crash of the station takes nothing of it, a power cut may, unless a transaction of
 * the other kind has ended since (SQLite's log is kept in order, so what is later never survives without it). For the account of
 * how things went, and for what is asked again when it is missing; never for what must be known before something irreversible.
 */
export function inUnforcedTransaction<Value>(
  database: Kysely<Tables>,
  task: (transaction: Kysely<Tables>) => Promise<Value>,
): Promise<Value> {
  const { connection } = below(database);
  return database.connection().execute(async (single) => {
    command(connection, "pragma synchronous = normal");
    try {
      return await committed(connection, single, task);
    } finally {
      if (connection.open) command(connection, "pragma synchronous = full");
    }
  });
}

/** Has everything so far forced to the disk without waiting for it; should the disk fail, the next forced transaction says so. */
export function forceSoon(database: Kysely<Tables>): void {
  below(database)
    .log?.force()
    .catch(() => undefined);
}

/** Nobody else has the connection until it is over: `single` is Kysely's word for that. */
async function committed<Value>(
  connection: Database,
  single: Kysely<Tables>,
  task: (transaction: Kysely<Tables>) => Promise<Value>,
): Promise<Value> {
  command(connection, "begin immediate");
  try {
    const value = await task(single);
    command(connection, "commit");
    return value;
  } catch (error) {
    rollBack(connection);
    throw error;
  }
}

/** On a full disk SQLite has rolled back already and refuses a second time; it is the first failure that counts. */
function rollBack(connection: Database): void {
  try {
    connection.exec("rollback");
  } catch {
    // Whatever was begun is gone with the connection at the latest.
  }
}

function command(connection: Database, text: string): void {
  try {
    connection.exec(text);
  } catch (error) {
    throw codedDatabaseError(error);
  }
}
