import { createHash } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { canonicalJson } from "../../base/canonical-json.ts";
import { readRow } from "../database/read-row.ts";
import type { Tables } from "../database/tables.ts";

/** What of an identity the audit trail answers for, as it stands in its row; the device id has a word of its own, for the service may have another. */
export const digestedIdentity = z.object({
  attestation: z.string(),
  registrationId: z.string(),
  endorsementKey: z.string().nullable(),
  publicKeySha256: z.string(),
  certificateSerialNumber: z.string().nullable(),
  /** Of the certificate of that number. */
  certificateSha256: z.string().nullable(),
  enrollmentGroup: z.string().nullable(),
  groupService: z.string().nullable(),
  facts: z.string(),
});

export const digestedColumns = sql`identities.attestation, identities.registrationId, identities.endorsementKey,
  identities.publicKeySha256, identities.certificateSerialNumber, certificates.sha256 as certificateSha256,
  identities.enrollmentGroup, identities.groupService, identities.facts`;

/** SHA-256, lower-case hexadecimal, of the canonical JSON of the members above. */
export const digestOfIdentity = (identity: z.output<typeof digestedIdentity>): string =>
  createHash("sha256")
    .update(canonicalJson(digestedIdentity.parse(identity)))
    .digest("hex");

/** Inside a transaction: of the identity a unit has now. */
export async function readIdentityDigest(database: Kysely<Tables>, unit: number): Promise<string> {
  const { rows } = await sql`
    select ${digestedColumns} from identities
      left join certificates on certificates.serialNumber = identities.certificateSerialNumber
    where identities.unit = ${unit}`.execute(database);
  return digestOfIdentity(readRow(digestedIdentity, rows[0]));
}
