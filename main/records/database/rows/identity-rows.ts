import { z } from "zod";
import { jsonText } from "./json-text.ts";
import { attestation, facts, said } from "./row-values.ts";

export const identityRow = z.object({
  unit: z.int(),
  attestation,
  registrationId: z.string(),
  registrationKey: z.string(),
  deviceId: z.string(),
  /** Base64 TPM2B_PUBLIC; null for all but a TPM. */
  endorsementKey: z.string().nullable(),
  /** Of a symmetric key: SHA-256 of the key. */
  publicKeySha256: z.string(),
  certificateSerialNumber: z.string().nullable(),
  /** The name of the authority whose number that is. */
  certificateAuthority: z.string().nullable(),
  facts,
  /** Of a unit that has no entry of its own: the group it is enrolled by, and the group's service. */
  enrollmentGroup: z.string().nullable(),
  groupService: z.string().nullable(),
  run: z.int(),
  createdAt: z.iso.datetime(),
});

export const endorsementCertificateRow = z.object({
  unit: z.int(),
  run: z.int(),
  nvIndex: z.string(),
  /** Base64. */
  der: z.base64(),
  grade: z.string(),
  /** SQLite has no booleans: 0 or 1. */
  accepted: z.int().min(0).max(1),
  detail: z.string(),
  key: z.string(),
  /** `key` and `detail` by codes; null: recorded before there were any. */
  keySaid: jsonText(said).nullable(),
  reasons: jsonText(z.array(said)).nullable(),
});

export const symmetricKeyRow = z.object({
  id: z.int(),
  unit: z.int(),
  run: z.int(),
  registrationId: z.string(),
  registrationKey: z.string(),
  /** Lower-case hex of SHA-256 over the key the device gets. */
  keySha256: z.string(),
  /** Under the station's secret key; null once the service has it. */
  sealed: z.string().nullable(),
  intendedAt: z.iso.datetime(),
  erasedAt: z.iso.datetime().nullable(),
});
