import type { Database, Statement } from "better-sqlite3";
import { codedDatabaseError } from "./coded-database-error.ts";

/**
 * One statement on the bare connection, prepared at its first use; what fails leaves as a StationError. For what is written for every
 * step of every unit: building its text by Kysely takes ten times as long as SQLite needs for it. Only inside a transaction
 * (`inTransaction`), where no other's can be under way.
 */
export class PreparedStatement {
  readonly #connection: Database;
  readonly #text: string;
  #statement: Statement | undefined;

  constructor(connection: Database, text: string) {
    this.#connection = connection;
    this.#text = text;
  }

  /** The number of rows changed. */
  run(values: object): number {
    try {
      this.#statement ??= this.#connection.prepare(this.#text);
      return this.#statement.run(values).changes;
    } catch (error) {
      throw codedDatabaseError(error);
    }
  }
}
