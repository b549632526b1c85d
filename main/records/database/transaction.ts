import { type Kysely, sql } from "kysely";
import type { ForcedLog } from "./forced-log.ts";
import type { Tables } from "./tables.ts";

const logs = new WeakMap<Kysely<Tables>, ForcedLog>();

/** From now on the transactions of this database are forced by its log; without one SQLite does it itself, and everything waits. */
export function forceBy(database: Kysely<Tables>, log: ForcedLog): void {
  logs.set(database, log);
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
  const log = logs.get(database);
  if (log === undefined) return database.connection().execute((connection) => committed(connection, task));
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
  return database.connection().execute(async (connection) => {
    await sql`pragma synchronous = normal`.execute(connection);
    try {
      return await committed(connection, task);
    } finally {
      await sql`pragma synchronous = full`.execute(connection);
    }
  });
}

async function committed<Value>(
  connection: Kysely<Tables>,
  task: (transaction: Kysely<Tables>) => Promise<Value>,
): Promise<Value> {
  await sql`begin immediate`.execute(connection);
  try {
    const value = await task(connection);
    await sql`commit`.execute(connection);
    return value;
  } catch (error) {
    // On a full disk SQLite has rolled back already and refuses a second time; the first failure is what counts.
    await sql`rollback`.execute(connection).catch(() => undefined);
    throw error;
  }
}
