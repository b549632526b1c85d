import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { readRow } from "./database/read-row.ts";
import { identityRow, type Tables, unitRow } from "./database/tables.ts";

/** Written as JSON of the parsed row, so its facts are no text in it. */
const writtenIdentity = identityRow.extend({ facts: z.record(z.string(), z.unknown()) });
const row = z.object({
  unit: z.int(),
  serialNumber: unitRow.shape.serialNumber,
  identity: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(writtenIdentity),
});

/** An identity that a unit had before rework gave it another one. */
export interface FormerIdentity {
  /** Number of the unit. */
  readonly unit: number;
  readonly serialNumber: string;
  readonly identity: z.output<typeof writtenIdentity>;
}

export interface FormerNames {
  readonly publicKeySha256: string;
  readonly registrationId: string;
  readonly deviceId: string;
}

/**
 * Those with this key or any of these names, registration ids in any spelling. What a unit once had may still be at a service or in a manifest that was
 * delivered, so it is never another's. An endorsement key is found by its digest.
 */
export async function findFormerIdentities(
  database: Kysely<Tables>,
  { publicKeySha256, registrationId, deviceId }: FormerNames,
): Promise<readonly FormerIdentity[]> {
  const { rows } = await sql`
    select former.unit, former.identity, units.serialNumber from formerIdentities as former
      join units on units.id = former.unit
    where json_extract(former.identity, '$.publicKeySha256') = ${publicKeySha256.toLowerCase()}
      or json_extract(former.identity, '$.registrationKey') = ${registrationId.toLowerCase()}
      or json_extract(former.identity, '$.deviceId') = ${deviceId}`.execute(database);
  return rows.map((each) => readRow(row, each));
}
