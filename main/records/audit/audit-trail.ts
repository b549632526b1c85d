import type { Database, Statement } from "better-sqlite3";
import { baseErrors } from "../../base/errors/base-errors.ts";
import type { Clock } from "../../base/clock.ts";
import { canonicalJson } from "../../base/canonical-json.ts";
import { codedDatabaseError } from "../database/coded-database-error.ts";
import { type AuditAct, type AuditBody, auditHash } from "./audit-entry.ts";

export interface AuditAuthor {
  readonly station: string;
  /** Null: nobody has signed in. */
  readonly operator: string | null;
  /** Who signed it too; kept among the facts. */
  readonly second?: string | undefined;
}

const nobody: AuditAuthor = { station: "Station", operator: null };

/**
 * Writes what is done into the hash chain, in the transaction that does it. Two prepared statements on the bare connection: what a
 * PASS pays for it is some 20 µs. The head is read anew for each entry, so a transaction rolled back leaves nothing behind.
 */
export class AuditTrail {
  readonly #connection: Database;
  readonly #clock: Clock;
  #author: () => AuditAuthor = () => nobody;
  #statements: { readonly head: Statement; readonly insert: Statement } | undefined;

  constructor(connection: Database, clock: Clock) {
    this.#connection = connection;
    this.#clock = clock;
  }

  /** Who does things at this moment. */
  get author(): AuditAuthor {
    return this.#author();
  }

  /** From now on it is this one who is asked. */
  writeAs(author: () => AuditAuthor): void {
    this.#author = author;
  }

  /** Only inside a transaction (`inTransaction`): the entry stays or goes with what it tells of. */
  append({ act, subject, reason = null, facts: told = {}, operator = this.author.operator }: AuditAct): void {
    if (!this.#connection.inTransaction) throw baseErrors.defect(`audit entry "${act}" outside a transaction`);
    try {
      const { head, insert } = (this.#statements ??= prepare(this.#connection));
      const [last, hash] = place(head.get());
      const { station, second } = this.author;
      const facts = second === undefined ? told : { ...told, second };
      const body: AuditBody = {
        seq: last + 1,
        at: this.#clock.now().toISOString(),
        station: station.toWellFormed(),
        operator: operator?.toWellFormed() ?? null,
        act,
        subject: subject?.toWellFormed() ?? null,
        reason: reason?.toWellFormed() ?? null,
        facts,
        previousHash: hash,
      };
      insert.run({ ...body, facts: canonicalJson(facts), hash: auditHash(body) });
    } catch (error) {
      throw codedDatabaseError(error);
    }
  }
}

const prepare = (connection: Database) => ({
  head: connection.prepare("select seq, hash from audit order by seq desc limit 1").raw(),
  insert: connection.prepare(
    `insert into audit (seq, at, station, operator, act, subject, reason, facts, previousHash, hash)
     values (@seq, @at, @station, @operator, @act, @subject, @reason, @facts, @previousHash, @hash)`,
  ),
});

/** Number and hash of the newest entry. */
function place(row: unknown): readonly [number, string | null] {
  if (!Array.isArray(row)) return [0, null];
  const [seq, hash]: unknown[] = row;
  return [Number(seq), String(hash)];
}
