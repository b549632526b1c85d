import type { Database, Statement } from "better-sqlite3";
import type { Kysely } from "kysely";
import { codedDatabaseError } from "./coded-database-error.ts";
import type { ForcedLog } from "./forced-log.ts";
import type { Tables } from "./tables.ts";

export type TransactionTask<Value> = (transaction: Kysely<Tables>) => Promise<Value>;

/** The connection below a Kysely database, for what happens around every statement; Kysely's way costs more than the statements. */
export interface Below {
  readonly connection: Database;
  /** What forces transactions to the disk; without one SQLite does it itself, and everything waits. */
  readonly log: ForcedLog | undefined;
}

interface Waiting {
  /** Gives the way to say that what it did holds. */
  readonly attempt: (transaction: Kysely<Tables>) => Promise<() => void>;
  readonly reject: (error: unknown) => void;
  readonly forced: boolean;
}

type Held = readonly [Waiting, hold: () => void];
/** So many go on in one turn of the event loop. */
const atATime = 4;

/**
 * Those who waited go on a few at a time: thirty-two slots that all went on at once would all be done when the last one is, and none would
 * see to its unit while the disk works for another.
 */
async function goOnInTurn(held: readonly Held[]): Promise<void> {
  for (const [index, [, hold]] of held.entries()) {
    hold();
    if (index % atATime === atATime - 1) await new Promise(setImmediate);
  }
}

/**
 * Write transactions, each all or nothing, and those that were asked for in one turn of the event loop committed together: with
 * thirty-two slots at work committing each by itself would take most of what the records take. Each stands on a savepoint of its own,
 * so that one that fails takes nothing of its neighbours with it.
 */
export class TransactionGroups {
  readonly #database: Kysely<Tables>;
  readonly #below: Below;
  readonly #commands = new Map<string, Statement>();
  #waiting: Waiting[] = [];
  #last: Promise<void> = Promise.resolve();

  constructor(database: Kysely<Tables>, below: Below) {
    this.#database = database;
    this.#below = below;
  }

  /** Resolves when it is committed, and with `forced` when it is on the disk. */
  run<Value>(task: TransactionTask<Value>, { forced }: { readonly forced: boolean }): Promise<Value> {
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    const attempt = async (transaction: Kysely<Tables>) => {
      const value = await task(transaction);
      return () => resolve(value);
    };
    if (this.#waiting.push({ attempt, reject, forced }) === 1) this.#last = this.#runSoon();
    return promise;
  }

  forceSoon(): void {
    this.#below.log?.force().catch(() => undefined);
  }

  /** Resolves when all that was asked for before has been committed or has failed. */
  async settled(): Promise<void> {
    await this.#last;
  }

  async #runSoon(): Promise<void> {
    await new Promise(setImmediate);
    const group = this.#waiting;
    this.#waiting = [];
    try {
      await this.#database.connection().execute((single) => this.#runTogether(group, single));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  async #runTogether(group: readonly Waiting[], single: Kysely<Tables>): Promise<void> {
    const { log, connection } = this.#below;
    const isForcedBySqlite = log === undefined && group.some(({ forced }) => forced);
    if (!isForcedBySqlite) this.#command("pragma synchronous = normal");
    try {
      const held = await this.#committed(group, single);
      const isReady = ([{ forced }]: Held): boolean => log === undefined || !forced;
      void goOnInTurn(held.filter(isReady));
      const toBeForced = held.filter((one) => !isReady(one));
      if (log !== undefined && toBeForced.length > 0)
        log.force().then(
          () => goOnInTurn(toBeForced),
          (error: unknown) => toBeForced.forEach(([{ reject }]) => reject(error)),
        );
    } finally {
      if (connection.open) this.#command("pragma synchronous = full");
    }
  }

  /** Those that hold. IMMEDIATE takes the write lock at once, so that a look-up inside still holds when the write comes. */
  async #committed(group: readonly Waiting[], single: Kysely<Tables>): Promise<readonly Held[]> {
    const held: Held[] = [];
    this.#command("begin immediate");
    try {
      for (const waiting of group) {
        const hold = await (group.length === 1 ? waiting.attempt(single) : this.#onSavepoint(waiting, single));
        if (hold !== undefined) held.push([waiting, hold]);
      }
      this.#command("commit");
      return held;
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  async #onSavepoint(waiting: Waiting, single: Kysely<Tables>): Promise<(() => void) | undefined> {
    this.#command("savepoint one");
    try {
      const hold = await waiting.attempt(single);
      this.#command("release one");
      return hold;
    } catch (error) {
      // On a full disk SQLite has rolled back everything by itself: then nothing of the whole group holds.
      if (!this.#below.connection.inTransaction) throw error;
      this.#command("rollback to one");
      this.#command("release one");
      waiting.reject(error);
      return undefined;
    }
  }

  /** SQLite may have rolled back already and refuses a second time; it is the first failure that counts. */
  #rollBack(): void {
    try {
      this.#below.connection.exec("rollback");
    } catch {
      // Whatever was begun is gone with the connection at the latest.
    }
  }

  #command(text: string): void {
    try {
      // A pragma may be carried out while it is prepared, and not again when it is run.
      if (text.startsWith("pragma")) return void this.#below.connection.exec(text);
      const known = this.#commands.get(text) ?? this.#below.connection.prepare(text);
      this.#commands.set(text, known);
      known.run();
    } catch (error) {
      throw codedDatabaseError(error);
    }
  }
}
