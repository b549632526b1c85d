import type { Kysely } from "kysely";
import { z } from "zod";
import { canonicalJson } from "../base/canonical-json.ts";
import type { AuditTrail } from "./audit/audit-trail.ts";
import { readIdentityDigest } from "./audit/identity-digest.ts";
import { isNamedAnew } from "./assigned-names.ts";
import { insertEndorsementCertificates } from "./endorsement-certificates.ts";
import { encodeFacts } from "./database/encode-facts.ts";
import { readRow } from "./database/read-row.ts";
import {
  enrollmentRow,
  identityRow,
  type EnrollmentState,
  type Tables,
  type UnitEnrollmentState,
} from "./database/tables.ts";
import { noConflict } from "./enrollments.ts";
import { type FoundRun, findRunningRun } from "./find-run.ts";
import { finishRun } from "./finish-run.ts";
import type { RecordedIdentity } from "./recorded-identity.ts";
import { recordsErrors } from "./records-errors.ts";
import { refuseDuplicates } from "./refuse-duplicates.ts";
import { refuseFullLot } from "./refuse-full-lot.ts";
import { isRenewable, replaceIdentity } from "./replace-identity.ts";
import type { UnitState } from "./unit-transitions.ts";
import { searchTextOf } from "./search-text.ts";

export interface RecordedEnrollment {
  readonly service: string;
  /** IndividualEnrollment, as it will be sent. */
  readonly entry: {
    readonly registrationId: string;
    readonly deviceId?: string | null | undefined;
    readonly attestation: object;
  };
}

export interface PassedRun {
  readonly runId: string;
  readonly ms: number;
  readonly identity: RecordedIdentity;
  readonly enrollment: RecordedEnrollment | null;
  /** False: record identity and enrollment, but let the run go on. Default true. */
  readonly complete?: boolean | undefined;
}

interface PassingUnit {
  readonly id: number;
  readonly serialNumber: string;
  readonly lot: string;
  readonly state: UnitState;
}

/** Inside a transaction: all that a PASS means. */
export async function recordPass(
  database: Kysely<Tables>,
  trail: AuditTrail,
  passed: PassedRun,
  at: string,
): Promise<{ readonly enrollment: UnitEnrollmentState | null }> {
  const { runId, ms, identity, enrollment, complete = true } = passed;
  const run = await findRunningRun(database, runId);
  if (run.unit === null) throw recordsErrors.notFound(`run ${runId} is about no unit yet`);
  const unit = await database.selectFrom("units").selectAll().where("id", "=", run.unit).executeTakeFirstOrThrow();
  if (unit.passedAt === null) await refuseFullLot(database, { lot: unit.lot, unit: unit.id, countRunning: false });
  await refuseDuplicates(database, unit, identity);
  await recordIdentity(database, run, unit, { identity, at });
  const found = { unit: unit.id, run: run.id };
  await insertEndorsementCertificates(database, found, identity.endorsementCertificates ?? []);
  const searchText = searchTextOf({ ...unit, registrationId: identity.registrationId });
  if (!complete) await database.updateTable("units").set({ searchText }).where("id", "=", unit.id).execute();
  const withoutEntry = identity.group === undefined ? null : "group";
  const state = enrollment === null ? withoutEntry : await queueEnrollment(database, unit, enrollment, at);
  if (complete) await finishRun(database, trail, run, { outcome: "pass", problem: null, ms, at, searchText });
  const { attestation, registrationId, deviceId, publicKeySha256 } = identity;
  const digest = await readIdentityDigest(database, unit.id);
  const place = { run: runId, lot: run.lot, slot: run.slot };
  trail.append({
    act: complete ? "run-passed" : "identity-recorded",
    subject: unit.serialNumber,
    facts: { ...place, attestation, registrationId, deviceId, publicKeySha256, identity: digest },
  });
  return { enrollment: state };
}

const comparedFields = [
  "attestation",
  "registrationId",
  "deviceId",
  "endorsementKey",
  "publicKeySha256",
  "certificateSerialNumber",
  "enrollmentGroup",
] as const;

async function recordIdentity(
  database: Kysely<Tables>,
  run: FoundRun,
  unit: PassingUnit,
  { identity, at }: { readonly identity: RecordedIdentity; readonly at: string },
): Promise<void> {
  const stored = await database.selectFrom("identities").selectAll().where("unit", "=", unit.id).executeTakeFirst();
  const wanted = pickIdentity(identity);
  if (stored !== undefined) {
    const known = readRow(identityRow, stored);
    const changed = comparedFields.filter((field) => known[field] !== wanted[field]);
    if (changed.length === 0) return;
    const { registrationId } = wanted;
    const isNew = await isNamedAnew(database, unit.id, { former: known.registrationId, registrationId });
    if (unit.state === "rework" && isRenewable(wanted.attestation, changed, isNew)) {
      const { deviceId, publicKeySha256, endorsementKey, certificateSerialNumber } = wanted;
      const names = { registrationId, registrationKey: registrationId.toLowerCase(), deviceId };
      const renewed = { publicKeySha256, endorsementKey, certificateSerialNumber, facts: encodeFacts(identity.facts) };
      return replaceIdentity(database, run, unit, { ...names, ...renewed, at });
    }
    throw recordsErrors.identityChanged(`unit ${unit.serialNumber} is on record with another ${changed.join(", ")}`);
  }
  await database
    .insertInto("identities")
    .values({
      ...wanted,
      unit: unit.id,
      registrationKey: wanted.registrationId.toLowerCase(),
      facts: encodeFacts(identity.facts),
      run: run.id,
      createdAt: at,
    })
    .execute();
}

const pickIdentity = (identity: RecordedIdentity) => ({
  attestation: identity.attestation,
  registrationId: identity.registrationId,
  deviceId: identity.deviceId,
  endorsementKey: identity.endorsementKey,
  publicKeySha256: identity.publicKeySha256.toLowerCase(),
  certificateSerialNumber: identity.certificateSerialNumber?.toLowerCase() ?? null,
  enrollmentGroup: identity.group?.id ?? null,
  groupService: identity.group?.service ?? null,
});

/** The certificate a rotation has put beside the first one does not make the unit another one. */
function withoutReserve(attestation: unknown): unknown {
  const rotating = z
    .looseObject({ x509: z.looseObject({ clientCertificates: z.looseObject({ secondary: z.unknown() }) }) })
    .safeParse(attestation);
  if (!rotating.success) return attestation;
  const { secondary: _, ...rest } = rotating.data.x509.clientCertificates;
  return { ...rotating.data, x509: { ...rotating.data.x509, clientCertificates: rest } };
}

/** Its entry was deleted at the service, or rework gave the unit another key: what the service has then is a conflict, for a person. */
async function queueAgain(
  database: Kysely<Tables>,
  id: number,
  entry: RecordedEnrollment["entry"],
  at: string,
): Promise<EnrollmentState> {
  const queued = {
    state: "queued",
    deletedAt: null,
    attempts: 0,
    nextAttemptAt: at,
    code: null,
    detail: null,
  } as const;
  await database
    .updateTable("enrollments")
    .set({ ...queued, ...noConflict, entry: JSON.stringify(entry), updatedAt: at })
    .where("id", "=", id)
    .execute();
  return "queued";
}

/** The unit's row is another entry's from now on; the one it was of is kept with the new name (`rename-unit.ts`). */
async function takeName(database: Kysely<Tables>, id: number, { service, entry }: RecordedEnrollment): Promise<void> {
  const { registrationId } = entry;
  const unknown = { etag: null, registrationStatus: null, assignedHub: null, registrationDeviceId: null };
  const unasked = { registrationAt: null, registrationChecks: 0, nextRegistrationCheckAt: null };
  const names = { registrationId, registrationKey: registrationId.toLowerCase(), service };
  await database
    .updateTable("enrollments")
    .set({ ...names, ...unknown, ...unasked, deviceId: entry.deviceId ?? registrationId })
    .where("id", "=", id)
    .execute();
}

/** An entry already there for this registration id with the same attestation is left as it is, whatever has become of it. */
async function queueEnrollment(
  database: Kysely<Tables>,
  unit: PassingUnit,
  { service, entry }: RecordedEnrollment,
  at: string,
): Promise<EnrollmentState> {
  const registrationKey = entry.registrationId.toLowerCase();
  const stored = await database.selectFrom("enrollments").selectAll().where("unit", "=", unit.id).executeTakeFirst();
  if (stored !== undefined) {
    const known = readRow(enrollmentRow, stored);
    const same =
      known.registrationKey === registrationKey &&
      canonicalJson(withoutReserve(known.entry["attestation"])) === canonicalJson(entry.attestation);
    if (same) return known.deletedAt === null ? known.state : queueAgain(database, known.id, entry, at);
    if (unit.state === "rework" && known.registrationKey === registrationKey)
      return queueAgain(database, known.id, entry, at);
    const names = { former: known.registrationKey, registrationId: entry.registrationId };
    if (unit.state === "rework" && (await isNamedAnew(database, unit.id, names))) {
      await takeName(database, known.id, { service, entry });
      return queueAgain(database, known.id, entry, at);
    }
    throw recordsErrors.identityChanged(
      `the enrollment on record for unit ${unit.serialNumber} has another registration id or attestation`,
    );
  }
  await database
    .insertInto("enrollments")
    .values({
      registrationId: entry.registrationId,
      registrationKey,
      unit: unit.id,
      service,
      deviceId: entry.deviceId ?? entry.registrationId,
      entry: JSON.stringify(entry),
      state: "queued",
      attempts: 0,
      nextAttemptAt: at,
      registrationChecks: 0,
      createdAt: at,
      updatedAt: at,
    })
    .execute();
  return "queued";
}
