import DatabaseFile, { type Database } from "better-sqlite3";
import { Kysely } from "kysely";
import { type Clock, systemClock } from "../../base/clock.ts";
import { migrate, type MigrateOptions } from "../migrations/migrate.ts";
import { checkSound } from "./check-sound.ts";
import { codedDatabaseError } from "./coded-database-error.ts";
import { CodedDialect } from "./coded-dialect.ts";
import { ForcedLog, logOf } from "./forced-log.ts";
import { leafSha256 } from "./leaf-sha256.ts";
import { preparedOnce } from "./prepared-once.ts";
import type { Tables } from "./tables.ts";
import { standOn } from "./transaction.ts";

export interface OpenOptions extends Pick<MigrateOptions, "practice" | "onUpgrade"> {
  /** A path, or ":memory:". */
  readonly file: string;
  readonly clock?: Clock | undefined;
}

export interface OpenDatabase {
  readonly database: Kysely<Tables>;
  readonly connection: Database;
  /** What forces transactions to the disk; a database in memory has none. */
  readonly log: ForcedLog | undefined;
  readonly practice: boolean;
  readonly clock: Clock;
}

const busyTimeoutMs = 5_000;
/** 32 MiB of log. Bringing it over into the database holds up every slot, and costs the less in all the more rarely it is done. */
const pagesOfLog = 8192;
/** What a large upgrade makes of it is given back to the disk. */
const mostBytesOfLog = 67_108_864;

/** Opens or makes the file, checks that it is sound, ours, of this mode and not newer than the code, and migrates it. */
export async function openDatabase({ file, clock = systemClock, ...more }: OpenOptions): Promise<OpenDatabase> {
  const connection = connect(file);
  const database = new Kysely<Tables>({ dialect: new CodedDialect({ database: preparedOnce(connection) }) });
  standOn(database, { connection, log: undefined });
  try {
    await migrate(database, { clock, ...more });
    connection.pragma("foreign_keys = ON");
    const log =
      connection.pragma("journal_mode = WAL", { simple: true }) === "wal" ? new ForcedLog(logOf(file)) : undefined;
    standOn(database, { connection, log });
    return { database, connection, log, practice: more.practice, clock };
  } catch (error) {
    connection.close();
    throw codedDatabaseError(error);
  }
}

function connect(file: string): Database {
  let connection: Database | undefined;
  try {
    connection = new DatabaseFile(file, { timeout: busyTimeoutMs });
    connection.pragma("synchronous = FULL");
    // Until the tables are as they should be (`migrate`).
    connection.pragma("foreign_keys = OFF");
    connection.pragma(`journal_size_limit = ${mostBytesOfLog}`);
    connection.pragma(`wal_autocheckpoint = ${pagesOfLog}`);
    connection.function("leafSha256", { deterministic: true }, leafSha256);
    checkSound(connection);
    return connection;
  } catch (error) {
    connection?.close();
    throw codedDatabaseError(error);
  }
}
