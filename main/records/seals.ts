import { type Kysely, sql } from "kysely";
import { z } from "zod";
import type { AuditTrail } from "./audit/audit-trail.ts";
import { readRow } from "./database/read-row.ts";
import { sealRow } from "./database/rows/lot-rows.ts";
import type { Tables } from "./database/tables.ts";
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

/** What one key has sealed. */
export interface SealsOfSigner {
  /** SHA-256 of its certificate, lower-case hexadecimal. */
  readonly signer: string;
  readonly count: number;
  readonly last: { readonly lot: string; readonly at: string };
}

const signerRow = z.object({ signer: z.string(), count: z.int(), lot: z.string(), at: z.iso.datetime() });

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

  /** `signer`: SHA-256 of its certificate. False, and nothing is kept, if another seal has come after `previous` meanwhile. */
  add(seal: KeptSeal, signer: string | null = null): Promise<boolean> {
    return inTransaction(this.#database, async (transaction) => {
      if ((await newestDigest(transaction)) !== seal.previous) return false;
      const { lot, format, count, root, digest, previous, createdAt } = seal;
      await transaction.insertInto("seals").values({ lot, format, count, root, digest, previous, createdAt }).execute();
      const by = signer === null ? {} : { signer };
      const facts = { format, count, root, digest, previous, ...by };
      this.#trail.append({ act: "manifest-sealed", subject: lot, facts });
      return true;
    });
  }

  /** How many each key has sealed, and the last of them, as the audit trail tells; nothing of seals older than their telling who signed. */
  async bySigner(): Promise<readonly SealsOfSigner[]> {
    const { rows } = await sql`
      select json_extract(audit.facts, '$.signer') as signer, count(*) as count, max(seals.id) as newest,
        seals.lot, seals.createdAt as at
      from seals join audit on audit.subject = seals.lot and audit.act = 'manifest-sealed'
        and json_extract(audit.facts, '$.digest') = seals.digest
      where signer is not null group by signer`.execute(this.#database);
    return rows.map((row) => {
      const { signer, count, lot, at } = readRow(signerRow, row);
      return { signer, count, last: { lot, at } };
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
