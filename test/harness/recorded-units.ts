import { createHash } from "node:crypto";
import type { IndividualEnrollment } from "../../main/dps/schema/individual-enrollment.ts";
import { openDatabase } from "../../main/records/database/open-database.ts";
import type { EnrollmentState } from "../../main/records/database/rows/row-values.ts";
import { sampleLot } from "./sample-records.ts";

/** Size, attributes, policy and parameters of the TCG low-range template, as every well-formed key begins. */
const keyStart = Buffer.from(
  "AToAAQALAAMAsgAgg3GXZ0SEs/gakMyNRqXXJP1S124GUgtk8qHaGzMUaaoABgCAAEMAEAgAAAAAAAEA",
  "base64",
);

/** A well-formed endorsement key of no TPM, which follows from the text. */
export function endorsementKeyOf(text: string): string {
  const part = createHash("sha256").update(text).digest();
  const modulus = Buffer.concat(Array.from({ length: 8 }, () => part));
  modulus[0] = 0xc1;
  modulus[255] = 0x61;
  return Buffer.concat([keyStart, modulus]).toString("base64");
}

export const tpmEntryOf = (registrationId: string, key = registrationId): IndividualEnrollment => ({
  registrationId,
  deviceId: registrationId,
  attestation: { type: "tpm", tpm: { endorsementKey: endorsementKeyOf(key) } },
  provisioningStatus: "enabled",
});

export interface RecordedUnit {
  readonly registrationId: string;
  readonly service?: string;
  readonly state?: EnrollmentState;
  readonly entry: IndividualEnrollment;
}

const common = `'${sampleLot.model}', '${sampleLot.lot}'`;
const insertLot = `insert into lots (lot, recipe, recipeHash, recipeText, model, attestation, quantity, state, openedAt)
  values ('${sampleLot.lot}', 'r', 'h', '{}', '${sampleLot.model}', 'tpm', null, 'open', @at)`;
const insertUnit = `insert into units (id, serialNumber, model, lot, state, runs, lastRun, lastOutcome, firstOutcome, passedAt,
    searchText, createdAt, updatedAt)
  values (@id, @registrationId, ${common}, 'provisioned', 1, 1, 'pass', 'pass', @at, @registrationId, @at, @at)`;
const insertEnrollment = `insert into enrollments (id, registrationId, registrationKey, unit, service, deviceId, entry, state,
    attempts, nextAttemptAt, registrationChecks, nextRegistrationCheckAt, createdAt, updatedAt)
  values (@id, @registrationId, @registrationKey, @id, @service, @registrationId, @entry, @state, @attempts, @at, 0, @checkAt, @at, @at)`;

/** Writes units straight into the tables: what runs would have left there, thousands of times faster. */
export async function recordUnits(file: string, units: Iterable<RecordedUnit>, practice = false): Promise<void> {
  const { log, connection } = await openDatabase({ file, practice });
  const at = new Date().toISOString();
  connection.exec("begin");
  connection.prepare(insertLot).run({ at });
  const unitRow = connection.prepare(insertUnit);
  const enrollmentRow = connection.prepare(insertEnrollment);
  let id = 0;
  for (const { registrationId, service = "plant-dps", state = "enrolled", entry } of units) {
    id += 1;
    unitRow.run({ id, registrationId, at });
    const queued = state === "queued";
    enrollmentRow.run({
      id,
      registrationId,
      registrationKey: registrationId.toLowerCase(),
      service,
      entry: JSON.stringify(entry),
      state,
      attempts: queued ? 0 : 1,
      at,
      checkAt: queued ? null : at,
    });
  }
  connection.exec("commit");
  await log?.close();
  connection.close();
}
