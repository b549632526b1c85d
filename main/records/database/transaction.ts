import { type Kysely, sql } from "kysely";
import type { Tables } from "./tables.ts";

/**
 * Runs the task in one write transaction: all of it is durable when the promise resolves, none of it happened when it rejects.
 * IMMEDIATE takes the write lock at once, so that a look-up inside still holds when the write comes.
 */
export function inTransaction<Value>(
  database: Kysely<Tables>,
  task: (transaction: Kysely<Tables>) => Promise<Value>,
): Promise<Value> {
  return database.connection().execute(async (connection) => {
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
  });
}
