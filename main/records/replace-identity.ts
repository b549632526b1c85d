import type { Kysely } from "kysely";
import { readRow } from "./database/read-row.ts";
import { identityRow, type Tables } from "./database/tables.ts";
import type { FoundRun } from "./find-run.ts";
import { recordsErrors } from "./records-errors.ts";
import type { UnitState } from "./unit-transitions.ts";

/** What a unit may come out of rework with that it did not have before; its names stay, and so does a symmetric key. */
const renewable: Readonly<Record<string, readonly string[]>> = {
  tpm: ["endorsementKey", "publicKeySha256"],
  x509: ["publicKeySha256", "certificateSerialNumber"],
  "symmetric-key": [],
};

/** Whether rework may change these members of an identity. */
export const isRenewable = (attestation: string, changed: readonly string[]): boolean =>
  changed.every((member) => renewable[attestation]?.includes(member) === true);

export interface NewIdentity {
  readonly publicKeySha256: string;
  readonly endorsementKey: string | null;
  readonly certificateSerialNumber: string | null;
  /** JSON. */
  readonly facts: string;
  readonly at: string;
}

/**
 * Inside a transaction: a unit in rework gets its new key or certificate; the identity it had is kept for good. Throws
 * `records.lot-closed` where a manifest of the lot would change.
 */
export async function replaceIdentity(
  database: Kysely<Tables>,
  run: FoundRun,
  unit: { readonly id: number; readonly serialNumber: string; readonly lot: string; readonly state: UnitState },
  { at, ...values }: NewIdentity,
): Promise<void> {
  const lot = await database.selectFrom("lots").select("state").where("lot", "=", unit.lot).executeTakeFirst();
  if (lot?.state === "closed")
    throw recordsErrors.lotClosed(`unit ${unit.serialNumber} is of lot ${unit.lot}, which is closed`);
  const known = await database
    .selectFrom("identities")
    .selectAll()
    .where("unit", "=", unit.id)
    .executeTakeFirstOrThrow();
  await database
    .insertInto("formerIdentities")
    .values({ unit: unit.id, run: run.id, identity: JSON.stringify(readRow(identityRow, known)), replacedAt: at })
    .execute();
  await database
    .updateTable("identities")
    .set({ ...values, run: run.id })
    .where("unit", "=", unit.id)
    .execute();
}
