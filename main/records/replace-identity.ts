import type { Kysely } from "kysely";
import { readRow } from "./database/read-row.ts";
import { identityRow } from "./database/rows/identity-rows.ts";
import type { Tables } from "./database/tables.ts";
import { eraseKeys } from "./enrollments.ts";
import type { FoundRun } from "./find-run.ts";
import { recordsErrors } from "./records-errors.ts";
import type { UnitState } from "./unit-transitions.ts";

/** What a unit may come out of rework with that it did not have before; its names stay, and so does a symmetric key, unless it was named anew. */
const renewable: Readonly<Record<string, readonly string[]>> = {
  tpm: ["endorsementKey", "publicKeySha256"],
  x509: ["publicKeySha256", "certificateSerialNumber", "certificateAuthority"],
  "symmetric-key": [],
};

/** A symmetric key is of one name: under another one the unit gets another key. */
const withNames = ["registrationId", "deviceId", "publicKeySha256"];

/** Whether rework may change these members of an identity; `namedAnew`: a person has given the unit this registration id. */
export function isRenewable(attestation: string, changed: readonly string[], namedAnew: boolean): boolean {
  const allowed = [...(renewable[attestation] ?? []), ...(namedAnew ? withNames : [])];
  return changed.every((member) => allowed.includes(member));
}

export interface NewIdentity {
  readonly registrationId: string;
  readonly registrationKey: string;
  readonly deviceId: string;
  readonly publicKeySha256: string;
  readonly endorsementKey: string | null;
  readonly certificateSerialNumber: string | null;
  readonly certificateAuthority: string | null;
  /** JSON. */
  readonly facts: string;
  readonly at: string;
}

/**
 * Inside a transaction: a unit in rework gets its new key, certificate or names; the identity it had is kept for good. Throws
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
  const stored = await database
    .selectFrom("identities")
    .selectAll()
    .where("unit", "=", unit.id)
    .executeTakeFirstOrThrow();
  const known = readRow(identityRow, stored);
  await database
    .insertInto("formerIdentities")
    .values({ unit: unit.id, run: run.id, identity: JSON.stringify(known), replacedAt: at })
    .execute();
  await database
    .updateTable("identities")
    .set({ ...values, run: run.id })
    .where("unit", "=", unit.id)
    .execute();
  // What was kept for the entry under the old name opens nothing any more.
  if (known.registrationKey !== values.registrationKey) await eraseKeys(database, known.registrationKey, at);
}
