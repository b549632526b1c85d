import type { Database, Statement } from "better-sqlite3";
import type { SqliteDatabase } from "kysely";

const most = 256;
/** SQLite carries out some pragmas while it prepares them, and not again when they are run. */
const mustBePreparedAnew = /^\s*pragma\b/i;

/**
 * The database as Kysely uses it, each statement prepared once: preparing was the largest part of a PASS. Statements are
 * never iterated (`all` and `run` only), so one can be shared. Few texts differ but by a list's length; over the limit all are dropped.
 */
export function preparedOnce(connection: Database): SqliteDatabase {
  const statements = new Map<string, Statement>();
  return {
    close: () => {
      connection.close();
    },
    prepare: (text) => {
      if (mustBePreparedAnew.test(text)) return connection.prepare(text);
      const known = statements.get(text);
      if (known !== undefined) return known;
      const made = connection.prepare(text);
      if (statements.size >= most) statements.clear();
      statements.set(text, made);
      return made;
    },
  };
}
