import type { Kysely } from "kysely";
import { readRow } from "../database/read-row.ts";
import { auditRow } from "../database/rows/station-rows.ts";
import type { Tables } from "../database/tables.ts";
import { inTransaction } from "../database/transaction.ts";
import type { AuditAct, AuditEntry, AuditFacts } from "./audit-entry.ts";
import type { AuditAuthor, AuditTrail } from "./audit-trail.ts";
import { type AuditVerdict, verifyAudit } from "./verify-audit.ts";
import { type RowsVerdict, verifyRows } from "./verify-rows.ts";

/** A place in the chain: whoever keeps it elsewhere can tell later that nothing before it was changed or cut off. */
export interface AuditAnchor {
  /** Number of the entry. */
  readonly seq: number;
  /** SHA-256, lower-case hexadecimal. */
  readonly hash: string;
}

export interface AuditPage {
  /** Entries after this number. */
  readonly after: number;
  readonly limit: number;
}

/** Who did what to what: one hash chain, written in the transactions it tells of, never changed. */
export class AuditRecords {
  readonly #database: Kysely<Tables>;
  readonly #trail: AuditTrail;

  constructor(database: Kysely<Tables>, trail: AuditTrail) {
    this.#database = database;
    this.#trail = trail;
  }

  get author(): AuditAuthor {
    return this.#trail.author;
  }

  /** Who does things here, asked at every entry. */
  writeAs(author: () => AuditAuthor): void {
    this.#trail.writeAs(author);
  }

  /** The chain's first entry, so that an emptied one is seen; no-op where it has begun. Tells how many runs there were before it. */
  async begin(facts: AuditFacts): Promise<void> {
    if ((await this.head()) !== null) return;
    await inTransaction(this.#database, async (transaction) => {
      const { runs } = await transaction
        .selectFrom("runs")
        .select((select) => select.fn.countAll<number>().as("runs"))
        .executeTakeFirstOrThrow();
      this.#trail.append({ act: "audit-begun", subject: null, facts: { ...facts, runs } });
    });
  }

  /** For an act that the records do not hold themselves. On the disk when it resolves. */
  async append(act: AuditAct): Promise<void> {
    await inTransaction(this.#database, () => {
      this.#trail.append(act);
      return Promise.resolve();
    });
  }

  /** The newest entry's place, null for none. */
  async head(): Promise<AuditAnchor | null> {
    const newest = await this.#database
      .selectFrom("audit")
      .select(["seq", "hash"])
      .orderBy("seq", "desc")
      .limit(1)
      .executeTakeFirst();
    return newest ?? null;
  }

  /** When the first or newest entry was written (ISO 8601 UTC); undefined for none. */
  async timeOf(which: "first" | "newest"): Promise<string | undefined> {
    const entry = await this.#database
      .selectFrom("audit")
      .select("at")
      .orderBy("seq", which === "first" ? "asc" : "desc")
      .limit(1)
      .executeTakeFirst();
    return entry?.at;
  }

  /** The last thing done to it; undefined for nothing. */
  async newestAbout(subject: string): Promise<AuditEntry | undefined> {
    const entry = await this.#database
      .selectFrom("audit")
      .selectAll()
      .where("subject", "=", subject)
      .orderBy("seq", "desc")
      .limit(1)
      .executeTakeFirst();
    return entry === undefined ? undefined : readRow(auditRow, entry);
  }

  /** Entries about a unit or a lot (or anything else by its name), or all; oldest first. */
  async list({ after, limit }: AuditPage, subject?: string): Promise<readonly AuditEntry[]> {
    const rows = await this.#database
      .selectFrom("audit")
      .selectAll()
      .where("seq", ">", after)
      .$if(subject !== undefined, (query) => query.where("subject", "=", subject ?? ""))
      .orderBy("seq")
      .limit(limit)
      .execute();
    return rows.map((row) => readRow(auditRow, row));
  }

  /** `anchors`: hashes taken earlier that must be in the chain still. */
  verify(anchors: readonly string[] = []): Promise<AuditVerdict> {
    return verifyAudit(this.#database, anchors);
  }

  /** Whether units, identities, certificates, states, lots and seals are as the chain tells; of use where the chain holds. */
  verifyRows(): Promise<RowsVerdict> {
    return verifyRows(this.#database);
  }
}
