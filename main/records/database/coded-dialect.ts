import {
  type AbortableOperationOptions,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SqliteDialect,
  SqliteDriver,
} from "kysely";
import { codedDatabaseError } from "./coded-database-error.ts";

/** Kysely's SQLite dialect with one difference: every failed statement leaves as a StationError, so no repository has to think of it. */
export class CodedDialect extends SqliteDialect {
  readonly #config: ConstructorParameters<typeof SqliteDialect>[0];

  constructor(config: ConstructorParameters<typeof SqliteDialect>[0]) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new CodedDriver(this.#config);
  }
}

class CodedDriver extends SqliteDriver {
  #connection: CodedConnection | undefined;

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#connection ??= new CodedConnection(await super.acquireConnection());
    return this.#connection;
  }
}

class CodedConnection implements DatabaseConnection {
  readonly #inner: DatabaseConnection;

  constructor(inner: DatabaseConnection) {
    this.#inner = inner;
  }

  async executeQuery<Row>(query: CompiledQuery, options?: AbortableOperationOptions): Promise<QueryResult<Row>> {
    try {
      return await this.#inner.executeQuery<Row>(query, options);
    } catch (error) {
      throw codedDatabaseError(error);
    }
  }

  streamQuery<Row>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    return this.#inner.streamQuery<Row>(query, chunkSize);
  }
}
