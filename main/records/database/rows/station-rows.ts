import { z } from "zod";
import { jsonText } from "./json-text.ts";

/** A station that has written these records: its name in Set-up, and the machine's. */
export const stationRow = z.object({
  id: z.int(),
  name: z.string(),
  host: z.string(),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
});

export const operatorRow = z.object({
  id: z.int(),
  name: z.string(),
  nameKey: z.string(),
  role: z.string(),
  /** Never the PIN: salt and scrypt hash with its parameters. */
  pinHash: z.string().nullable(),
  /** HMAC-SHA256 of the badge's code under a key the records do not have. */
  badgeDigest: z.string().nullable(),
  active: z.int().min(0).max(1),
  /** Wrong PINs since the last right one. */
  misses: z.int().nonnegative(),
  lockedUntil: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

const auditFact = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
export const auditRow = z.object({
  seq: z.int().positive(),
  at: z.iso.datetime(),
  station: z.string(),
  operator: z.string().nullable(),
  act: z.string(),
  subject: z.string().nullable(),
  reason: z.string().nullable(),
  facts: jsonText(z.record(z.string(), auditFact)),
  previousHash: z.string().nullable(),
  hash: z.string(),
});
