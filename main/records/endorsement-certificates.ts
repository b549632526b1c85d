import type { Kysely } from "kysely";
import { fromBase64 } from "../base/bytes/base64.ts";
import { toBase64 } from "../base/bytes/bytes.ts";
import type { Prepared } from "./database/prepared.ts";
import type { Said } from "./database/rows/row-values.ts";
import { readRow } from "./database/read-row.ts";
import { endorsementCertificateRow } from "./database/rows/identity-rows.ts";
import type { Tables } from "./database/tables.ts";

/** A certificate found in a unit's TPM, and how it was judged when the unit passed. */
export interface RecordedEndorsementCertificate {
  /** `0x01c00002`. */
  readonly nvIndex: string;
  readonly der: Uint8Array;
  /** `verified`, `issuer-unknown`, `does-not-match` … */
  readonly grade: string;
  /** Good enough for a recipe that requires one. */
  readonly accepted: boolean;
  readonly detail: string;
  /** Whose key it holds, for people. */
  readonly key: string;
  /** `key` and `detail` by codes; null: recorded before there were any. */
  readonly keySaid: Said | null;
  readonly reasons: readonly Said[] | null;
}

const insertText = `
  insert into endorsementCertificates (unit, run, nvIndex, der, grade, accepted, detail, key, keySaid, reasons)
  values (@unit, @run, @nvIndex, @der, @grade, @accepted, @detail, @key, @keySaid, @reasons)`;

/** Without the English that stands beside it. */
const bare = ({ says, facts }: Said): Said => ({ says, facts });

/** Inside the transaction of a PASS. */
export function insertEndorsementCertificates(
  prepared: Prepared,
  { unit, run }: { readonly unit: number; readonly run: number },
  certificates: readonly RecordedEndorsementCertificate[],
): void {
  for (const { nvIndex, der, grade, accepted, detail, key, keySaid, reasons } of certificates) {
    const judged = { nvIndex, der: toBase64(der), grade, accepted: accepted ? 1 : 0, detail, key };
    const said = {
      keySaid: keySaid === null ? null : JSON.stringify(bare(keySaid)),
      reasons: reasons === null ? null : JSON.stringify(reasons.map(bare)),
    };
    prepared.change(insertText, { unit, run, ...judged, ...said });
  }
}

/** Those of the last run that recorded any, by NV index. */
export async function readEndorsementCertificates(
  database: Kysely<Tables>,
  unit: number,
): Promise<readonly RecordedEndorsementCertificate[]> {
  const rows = await database
    .selectFrom("endorsementCertificates")
    .selectAll()
    .where("unit", "=", unit)
    .where("run", "=", (query) =>
      query
        .selectFrom("endorsementCertificates")
        .select((select) => select.fn.max<number>("run").as("run"))
        .where("unit", "=", unit),
    )
    .orderBy("nvIndex")
    .execute();
  return rows.map((row) => {
    const { unit: _, run: __, der, accepted, ...judged } = readRow(endorsementCertificateRow, row);
    return { ...judged, der: fromBase64(der), accepted: accepted === 1 };
  });
}
