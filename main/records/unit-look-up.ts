import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { readRow } from "./database/read-row.ts";
import { certificateRow } from "./database/rows/certificate-rows.ts";
import { identityRow } from "./database/rows/identity-rows.ts";
import { formerIdentityRow } from "./database/rows/unit-rows.ts";
import type { Tables } from "./database/tables.ts";
import { findUnits } from "./find-units.ts";
import { toUnitRow, unitColumns, type UnitRow, unitTables } from "./units.ts";

/** By what a unit was found; `former-*` is what it had before rework. */
export type UnitNameKind =
  | "serial-number"
  | "registration-id"
  | "device-id"
  | "public-key"
  | "certificate"
  | "certificate-number"
  | "former-registration-id"
  | "former-public-key";

export interface FoundUnit {
  readonly by: UnitNameKind;
  readonly unit: UnitRow;
}

const most = 10;
const unitNumber = z.object({ unit: z.int() });
const certificateNumber = /^[0-9a-f]{2,40}$/;
const names = identityRow.pick({ registrationKey: true, deviceId: true, publicKeySha256: true });
const certificateNames = certificateRow.pick({ serialNumber: true });
const formerNames = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.object({ registrationKey: z.string(), publicKeySha256: z.string() }));

/** What identifies a unit, as people write it: any letter case, hex with or without colons and spaces. */
interface Wanted {
  readonly name: string;
  readonly folded: string;
  readonly hex: string;
}

/** Units that go, or before rework went, by exactly this name: those of `findUnits`, of a certificate's number, and of former identities; at most 10. */
export async function lookUpUnits(database: Kysely<Tables>, text: string): Promise<readonly FoundUnit[]> {
  const name = text.trim();
  const folded = name.toLowerCase();
  const wanted = { name, folded, hex: folded.replaceAll(/[\s:]/g, "") };
  const numbers = new Set([
    ...(await findUnits(database, name)),
    ...(await byCertificateNumber(database, wanted)),
    ...(await byFormerIdentity(database, wanted)),
  ]);
  const found = [...numbers].slice(0, most);
  return Promise.all(found.map((unit) => describe(database, unit, wanted)));
}

async function byCertificateNumber(database: Kysely<Tables>, { hex }: Wanted): Promise<readonly number[]> {
  if (!certificateNumber.test(hex)) return [];
  const rows = await database
    .selectFrom("certificates")
    .select("unit")
    .where("serialNumber", "=", hex)
    .where("state", "=", "issued")
    .limit(most)
    .execute();
  return rows.map(({ unit }) => unit);
}

async function byFormerIdentity(database: Kysely<Tables>, { folded, hex }: Wanted): Promise<readonly number[]> {
  const { rows } = await sql`
    select unit from formerIdentities where json_extract(identity, '$.registrationKey') = ${folded}
    union select unit from formerIdentities where json_extract(identity, '$.publicKeySha256') = ${hex}
    limit ${most}`.execute(database);
  return rows.map((row) => readRow(unitNumber, row).unit);
}

async function describe(database: Kysely<Tables>, unit: number, wanted: Wanted): Promise<FoundUnit> {
  const { rows } = await sql`select ${unitColumns} ${unitTables} where units.id = ${unit}`.execute(database);
  const { row } = toUnitRow(rows[0]);
  return { unit: row, by: await kindOf(database, { id: unit, serialNumber: row.serialNumber }, wanted) };
}

async function kindOf(
  database: Kysely<Tables>,
  unit: { readonly id: number; readonly serialNumber: string },
  { folded, hex }: Wanted,
): Promise<UnitNameKind> {
  if (unit.serialNumber.toLowerCase() === folded) return "serial-number";
  const stored = await database
    .selectFrom("identities")
    .select(["registrationKey", "deviceId", "publicKeySha256"])
    .where("unit", "=", unit.id)
    .executeTakeFirst();
  const identity = stored === undefined ? undefined : readRow(names, stored);
  if (identity?.registrationKey === folded) return "registration-id";
  if (identity?.deviceId.toLowerCase() === folded) return "device-id";
  if (identity?.publicKeySha256 === hex) return "public-key";
  const former = await database.selectFrom("formerIdentities").selectAll().where("unit", "=", unit.id).execute();
  const before = former.map((row) => formerNames.parse(readRow(formerIdentityRow, row).identity));
  if (before.some(({ registrationKey }) => registrationKey === folded)) return "former-registration-id";
  if (before.some(({ publicKeySha256 }) => publicKeySha256 === hex)) return "former-public-key";
  const numbered = await database
    .selectFrom("certificates")
    .select("serialNumber")
    .where("unit", "=", unit.id)
    .where("serialNumber", "=", hex)
    .executeTakeFirst();
  return numbered !== undefined && readRow(certificateNames, numbered).serialNumber === hex
    ? "certificate-number"
    : "certificate";
}
