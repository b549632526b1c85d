import { z } from "zod";
import { jsonText } from "./json-text.ts";

export const certificateRow = z.object({
  id: z.int(),
  /** Lower-case hex; no other certificate of this authority has it. */
  serialNumber: z.string(),
  unit: z.int(),
  run: z.int(),
  authority: z.string(),
  publicKeySha256: z.string(),
  registrationId: z.string(),
  state: z.enum(["intended", "issued"]),
  /** Base64 DER, leaf first. */
  chain: jsonText(z.array(z.base64()).min(1)).nullable(),
  /** Lower-case hex, of the leaf. */
  sha256: z.string().nullable(),
  notBefore: z.iso.datetime().nullable(),
  notAfter: z.iso.datetime().nullable(),
  intendedAt: z.iso.datetime(),
  issuedAt: z.iso.datetime().nullable(),
});

export const certificateRequestRow = z.object({
  id: z.int(),
  unit: z.int(),
  run: z.int(),
  lot: z.string(),
  authority: z.string(),
  registrationId: z.string(),
  publicKeySha256: z.string(),
  /** Base64 DER, PKCS #10. */
  request: z.base64(),
  validityDays: z.int().positive(),
  subject: jsonText(z.object({ O: z.string().optional(), OU: z.string().optional() })),
  /** superseded: the unit has asked with another key since. */
  state: z.enum(["awaiting", "fulfilled", "superseded"]),
  /** The certificate that came for it. */
  certificate: z.int().nullable(),
  requestedAt: z.iso.datetime(),
  settledAt: z.iso.datetime().nullable(),
});
