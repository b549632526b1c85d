import { hash } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "../../base/canonical-json.ts";
import type { Prepared } from "../database/prepared.ts";
import { recordsErrors } from "../records-errors.ts";

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

// No join, which SQLite would prepare anew at every call.
const digestedText = `
  select attestation, registrationId, endorsementKey, publicKeySha256, certificateSerialNumber,
    (select sha256 from certificates where certificates.serialNumber = identities.certificateSerialNumber
      and certificates.authority = identities.certificateAuthority) as certificateSha256,
    enrollmentGroup, groupService, facts
  from identities where unit = @unit`;

/** SHA-256, lower-case hexadecimal, of the canonical JSON of the members above. */
export const digestOfIdentity = (identity: z.output<typeof digestedIdentity>): string =>
  hash("sha256", canonicalJson(digestedIdentity.parse(identity)));

/** Inside a transaction: of the identity a unit has now. */
export function readIdentityDigest(prepared: Prepared, unit: number): string {
  const identity = prepared.first(digestedIdentity, digestedText, { unit });
  if (identity === undefined) throw recordsErrors.notFound(`no identity of unit number ${unit}`);
  return digestOfIdentity(identity);
}
