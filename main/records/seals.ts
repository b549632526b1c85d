import type { Kysely } from "kysely";
import type { AuditTrail } from "./audit/audit-trail.ts";
import { readRow } from "./database/read-row.ts";
import { sealRow, type Tables } from "./database/tables.ts";
import { inTransaction } from "./database/transaction.ts";

/** One seal; digests are lower-case hexadecimal SHA-256. */
export interface KeptSeal {
  readonly lot: string;
  readonly format: "sealed";
  readonly count: number;
  readonly root: string;
  /** Of what was signed. */
  readonly digest: string;
  /** Digest of the seal before this one, whatever its lot. */
  readonly previous: string | null;
  readonly createdAt: string;
}

/** The seals of manifests in the order they were made. */
export class SealRecords {
  readonly #database: Kysely<Tables>;
  readonly #trail: AuditTrail;

  constructor(database: Kysely<Tables>, trail: AuditTrail) {
    this.#database = database;
    this.#trail = trail;
  }

  /** Digest of the newest seal, or null for none. */
  newest(): Promise<string | null> {
    return newestDigest(this.#database);
  }

  /** False, and nothing is kept, if another seal has come after `previous` meanwhile. */
  add(seal: KeptSeal): Promise<boolean> {
    return inTransaction(this.#database, async (transaction) => {
      if ((await newestDigest(transaction)) !== seal.previous) return false;
      const { lot, format, count, root, digest, previous, createdAt } = seal;
      await transaction.insertInto("seals").values({ lot, format, count, root, digest, previous, createdAt }).execute();
      this.#trail.append({ act: "manifest-sealed", subject: lot, facts: { format, count, root, digest, previous } });
      return true;
    });
  }

  /** Whether a manifest of this lot was sealed here with this Merkle root. */
  async hasRoot(lot: string, root: string): Promise<boolean> {
    const found = await this.#database
      .selectFrom("seals")
      .select("id")
      .where("lot", "=", lot)
      .where("root", "=", root)
      .executeTakeFirst();
    return found !== undefined;
  }

  /** Oldest first. */
  async list(): Promise<readonly KeptSeal[]> {
    const rows = await this.#database.selectFrom("seals").selectAll().orderBy("id").execute();
    return rows.map((row) => {
      const { id: _, ...seal } = readRow(sealRow, row);
      return seal;
    });
  }
}

async function newestDigest(database: Kysely<Tables>): Promise<string | null> {
  const newest = await database.selectFrom("seals").select("digest").orderBy("id", "desc").executeTakeFirst();
  return newest?.digest ?? null;
}
