import type { Kysely } from "kysely";
import { toBase64 } from "../base/bytes/bytes.ts";
import type { AuditTrail } from "./audit/audit-trail.ts";
import type { Tables } from "./database/tables.ts";
import { findRun } from "./find-run.ts";
import { recordsErrors } from "./records-errors.ts";

/** What a unit asks an issuer outside for. */
export interface NewCertificateRequest {
  readonly runId: string;
  /** The unit's serial number. */
  readonly unit: string;
  readonly authority: string;
  readonly registrationId: string;
  /** SHA-256 of the SubjectPublicKeyInfo, lower-case hexadecimal. */
  readonly publicKeySha256: string;
  /** PKCS #10, DER. */
  readonly request: Uint8Array;
  /** What the recipe wants of the certificate. */
  readonly validityDays: number;
  readonly subject: { readonly O?: string | undefined; readonly OU?: string | undefined };
}

/** Inside a transaction. Throws `records.not-found`, `records.duplicate-key`. */
export async function keepCertificateRequest(
  database: Kysely<Tables>,
  trail: AuditTrail,
  wanted: NewCertificateRequest,
  at: string,
): Promise<void> {
  const { registrationId, publicKeySha256, authority, validityDays } = wanted;
  const run = await findRun(database, wanted.runId);
  const unit = await database
    .selectFrom("units")
    .select("id")
    .where("serialNumber", "=", wanted.unit)
    .executeTakeFirst();
  if (unit === undefined) throw recordsErrors.notFound(`no unit ${wanted.unit}`);
  const subject = JSON.stringify(wanted.subject);
  const waiting = await database
    .selectFrom("certificateRequests")
    .selectAll()
    .where("unit", "=", unit.id)
    .where("state", "=", "awaiting")
    .executeTakeFirst();
  const values = { registrationId, publicKeySha256, authority, validityDays, subject, lot: run.lot };
  if (waiting !== undefined) {
    const names = ["registrationId", "publicKeySha256", "authority", "validityDays", "subject", "lot"] as const;
    if (names.every((name) => waiting[name] === values[name])) return;
    await database
      .updateTable("certificateRequests")
      .set({ state: "superseded", settledAt: at })
      .where("id", "=", waiting.id)
      .execute();
  }
  await refuseKeyOfAnother(database, unit.id, publicKeySha256);
  await database
    .insertInto("certificateRequests")
    .values({
      ...values,
      unit: unit.id,
      run: run.id,
      request: toBase64(wanted.request),
      state: "awaiting",
      certificate: null,
      requestedAt: at,
    })
    .execute();
  const facts = { authority, registrationId, publicKeySha256, lot: run.lot };
  trail.append({ act: "certificate-requested", subject: wanted.unit, facts });
}

/** Two units with one key: a cloned device. */
async function refuseKeyOfAnother(database: Kysely<Tables>, unit: number, publicKeySha256: string): Promise<void> {
  const first = await database
    .selectFrom("certificateRequests")
    .innerJoin("units", "units.id", "certificateRequests.unit")
    .select("units.serialNumber")
    .where("publicKeySha256", "=", publicKeySha256)
    .where("unit", "<>", unit)
    .executeTakeFirst();
  if (first === undefined) return;
  throw recordsErrors.duplicateKey(`unit ${first.serialNumber} has asked for a certificate with this key`);
}
