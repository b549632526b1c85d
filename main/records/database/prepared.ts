import type { Database, Statement } from "better-sqlite3";
import type { z } from "zod";
import { codedDatabaseError } from "./coded-database-error.ts";
import { readRow } from "./read-row.ts";

type Values = Readonly<Record<string, string | number | null>>;

/**
 * Statements on the bare connection, each prepared once; what fails leaves as a StationError. For what is asked and written for every
 * unit: building the text by Kysely takes ten times as long as SQLite needs for it. Only inside a transaction (`inTransaction`), where no
 * other's can be under way; or to look for what forbids something, where a row too many of a transaction that is rolled back does no harm.
 */
export class Prepared {
  readonly #connection: Database;
  readonly #statements = new Map<string, Statement>();

  constructor(connection: Database) {
    this.#connection = connection;
  }

  /** The first row, parsed. Throws `records.damaged` for one that does not fit. */
  first<Schema extends z.ZodType>(schema: Schema, text: string, values: Values): z.output<Schema> | undefined {
    const row = this.#coded(text, (statement) => statement.get(values));
    return row === undefined ? undefined : readRow(schema, row);
  }

  /** All rows, parsed. */
  all<Schema extends z.ZodType>(schema: Schema, text: string, values: Values): readonly z.output<Schema>[] {
    return this.#coded(text, (statement) => statement.all(values)).map((row) => readRow(schema, row));
  }

  /** The number of rows changed. */
  change(text: string, values: Values): number {
    return this.#coded(text, (statement) => statement.run(values).changes);
  }

  #coded<Value>(text: string, use: (statement: Statement) => Value): Value {
    try {
      const statement = this.#statements.get(text) ?? this.#connection.prepare(text);
      this.#statements.set(text, statement);
      return use(statement);
    } catch (error) {
      throw codedDatabaseError(error);
    }
  }
}
