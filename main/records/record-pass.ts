import type { Kysely } from "kysely";
import { z } from "zod";
import { canonicalJson } from "../base/canonical-json.ts";
import { readIdentityDigest } from "./audit/identity-digest.ts";
import { isNamedAnew } from "./assigned-names.ts";
import { insertEndorsementCertificates } from "./endorsement-certificates.ts";
import { encodeFacts } from "./database/encode-facts.ts";
import { enrollmentRow } from "./database/rows/enrollment-rows.ts";
import { identityRow } from "./database/rows/identity-rows.ts";
import type { EnrollmentState, UnitEnrollmentState } from "./database/rows/row-values.ts";
import { unitRow } from "./database/rows/unit-rows.ts";
import type { Tables } from "./database/tables.ts";
import { noConflict } from "./enrollments.ts";
import { type FoundRun, findRunningRun } from "./find-run.ts";
import { finishRun, type Writing } from "./finish-run.ts";
import type { RecordedIdentity } from "./recorded-identity.ts";
import { recordsErrors } from "./records-errors.ts";
import { refuseDuplicates } from "./refuse-duplicates.ts";
import { refuseFullLot } from "./refuse-full-lot.ts";
import { isRenewable, replaceIdentity } from "./replace-identity.ts";
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

const passingUnit = unitRow.pick({ id: true, serialNumber: true, lot: true, state: true, passedAt: true });
type PassingUnit = z.output<typeof passingUnit>;
const unitText = "select id, serialNumber, lot, state, passedAt from units where id = @unit";

/** Inside a transaction: all that a PASS means. */
export async function recordPass(
  writing: Writing,
  passed: PassedRun,
  at: string,
): Promise<{ readonly enrollment: UnitEnrollmentState | null }> {
  const { runId, ms, identity, enrollment, complete = true } = passed;
  const { prepared, trail } = writing;
  const run = findRunningRun(prepared, runId);
  const unit = run.unit === null ? undefined : prepared.first(passingUnit, unitText, { unit: run.unit });
  if (unit === undefined) throw recordsErrors.notFound(`run ${runId} is about no unit yet`);
  if (unit.passedAt === null) refuseFullLot(prepared, { lot: unit.lot, unit: unit.id, countRunning: false });
  refuseDuplicates(prepared, unit, identity);
  await recordIdentity(writing, run, unit, { identity, at });
  const found = { unit: unit.id, run: run.id };
  insertEndorsementCertificates(prepared, found, identity.endorsementCertificates ?? []);
  const searchText = searchTextOf({ ...unit, registrationId: identity.registrationId });
  if (!complete)
    prepared.change("update units set searchText = @searchText where id = @unit", { searchText, unit: unit.id });
  const withoutEntry = identity.group === undefined ? null : "group";
  const state = enrollment === null ? withoutEntry : await queueEnrollment(writing, unit, enrollment, at);
  if (complete) await finishRun(writing, run, { outcome: "pass", problem: null, ms, at, searchText });
  const { attestation, registrationId, deviceId, publicKeySha256 } = identity;
  const digest = readIdentityDigest(prepared, unit.id);
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
  "certificateAuthority",
  "enrollmentGroup",
] as const;

const storedText = "select * from identities where unit = @unit";
const insertText = `
  insert into identities (unit, attestation, registrationId, registrationKey, deviceId, endorsementKey, publicKeySha256,
    certificateSerialNumber, certificateAuthority, enrollmentGroup, groupService, facts, run, createdAt)
  values (@unit, @attestation, @registrationId, @registrationKey, @deviceId, @endorsementKey, @publicKeySha256,
    @certificateSerialNumber, @certificateAuthority, @enrollmentGroup, @groupService, @facts, @run, @at)`;

async function recordIdentity(
  { database, prepared }: Writing,
  run: FoundRun,
  unit: PassingUnit,
  { identity, at }: { readonly identity: RecordedIdentity; readonly at: string },
): Promise<void> {
  const known = prepared.first(identityRow, storedText, { unit: unit.id });
  const wanted = pickIdentity(identity);
  if (known !== undefined) {
    const changed = comparedFields.filter((field) => known[field] !== wanted[field]);
    if (changed.length === 0) return;
    const { registrationId } = wanted;
    const isNew = await isNamedAnew(database, unit.id, { former: known.registrationId, registrationId });
    if (unit.state === "rework" && isRenewable(wanted.attestation, changed, isNew)) {
      const { deviceId, publicKeySha256, endorsementKey, certificateSerialNumber, certificateAuthority } = wanted;
      const names = { registrationId, registrationKey: registrationId.toLowerCase(), deviceId };
      const renewed = { publicKeySha256, endorsementKey, certificateSerialNumber, certificateAuthority };
      return replaceIdentity(database, run, unit, { ...names, ...renewed, facts: encodeFacts(identity.facts), at });
    }
    throw recordsErrors.identityChanged(`unit ${unit.serialNumber} is on record with another ${changed.join(", ")}`);
  }
  const registrationKey = wanted.registrationId.toLowerCase();
  prepared.change(insertText, {
    ...wanted,
    unit: unit.id,
    registrationKey,
    facts: encodeFacts(identity.facts),
    run: run.id,
    at,
  });
}

const pickIdentity = (identity: RecordedIdentity) => ({
  attestation: identity.attestation,
  registrationId: identity.registrationId,
  deviceId: identity.deviceId,
  endorsementKey: identity.endorsementKey,
  publicKeySha256: identity.publicKeySha256.toLowerCase(),
  certificateSerialNumber: identity.certificateSerialNumber?.toLowerCase() ?? null,
  certificateAuthority: identity.certificateAuthority ?? null,
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

const queueText = `
  insert into enrollments (registrationId, registrationKey, unit, service, deviceId, entry, state, attempts, nextAttemptAt,
    registrationChecks, createdAt, updatedAt)
  values (@registrationId, @registrationKey, @unit, @service, @deviceId, @entry, 'queued', 0, @at, 0, @at, @at)`;

/** An entry already there for this registration id with the same attestation is left as it is, whatever has become of it. */
async function queueEnrollment(
  { database, prepared }: Writing,
  unit: PassingUnit,
  { service, entry }: RecordedEnrollment,
  at: string,
): Promise<EnrollmentState> {
  const registrationKey = entry.registrationId.toLowerCase();
  const known = prepared.first(enrollmentRow, "select * from enrollments where unit = @unit", { unit: unit.id });
  if (known !== undefined) {
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
  prepared.change(queueText, {
    registrationId: entry.registrationId,
    registrationKey,
    unit: unit.id,
    service,
    deviceId: entry.deviceId ?? entry.registrationId,
    entry: JSON.stringify(entry),
    at,
  });
  return "queued";
}
