import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { readRow } from "./database/read-row.ts";
import type { Tables } from "./database/tables.ts";

const found = z.object({ unit: z.int() });
const digest = /^[0-9a-f]{64}$/;
const most = 10;

/**
 * Numbers of the units that go by exactly this name: serial number, registration id or device id; as hex, with or without colons
 * and spaces, the SHA-256 of the endorsement key (TPM2B_PUBLIC, as enrolled) or other public key, or of a certificate issued for it. Each by
 * an index, so it costs the same with a million units as with one.
 */
export async function findUnits(database: Kysely<Tables>, text: string): Promise<readonly number[]> {
  const name = text.trim();
  const folded = name.toLowerCase();
  const hex = folded.replaceAll(/[\s:]/g, "");
  const byDigest = digest.test(hex)
    ? sql`union select unit from identities where publicKeySha256 = ${hex}
      union select unit from certificates where sha256 = ${hex} and state = 'issued'`
    : sql``;
  const { rows } = await sql`
    select id as unit from units where serialNumber in (${name}, ${folded}, ${name.toUpperCase()})
    union select unit from identities where registrationKey = ${folded}
    union select unit from identities where deviceId in (${name}, ${folded}, ${name.toUpperCase()})
    ${byDigest} limit ${most}`.execute(database);
  return rows.map((row) => readRow(found, row).unit);
}
