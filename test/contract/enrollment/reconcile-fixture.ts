import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { IndividualEnrollment } from "../../../main/dps/schema/individual-enrollment.ts";
import { type PracticeDps, startPracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { openDatabase } from "../../../main/records/database/open-database.ts";
import type { EnrollmentState } from "../../../main/records/database/tables.ts";
import { type Records, recordsOver } from "../../../main/records/records.ts";

export const dayMs = 24 * 60 * 60 * 1000;
export const plantService = "plant-dps";
const model = "GW-200";

const keyStart = Buffer.from(
  "AToAAQALAAMAsgAgg3GXZ0SEs/gakMyNRqXXJP1S124GUgtk8qHaGzMUaaoABgCAAEMAEAgAAAAAAAEA",
  "base64",
);

/** A well-formed endorsement key that follows from the text. */
export function endorsementKeyOf(text: string): string {
  const part = createHash("sha256").update(text).digest();
  const modulus = Buffer.concat(Array.from({ length: 8 }, () => part));
  modulus[0] = 0xc1;
  modulus[255] = 0x61;
  return Buffer.concat([keyStart, modulus]).toString("base64");
}

export interface RecordedUnit {
  readonly registrationId: string;
  readonly service?: string;
  readonly state?: EnrollmentState;
  readonly entry: IndividualEnrollment;
}

export const tpmEntryOf = (registrationId: string, key = registrationId): IndividualEnrollment => ({
  registrationId,
  deviceId: registrationId,
  attestation: { type: "tpm", tpm: { endorsementKey: endorsementKeyOf(key) } },
  provisioningStatus: "enabled",
});

/** A folder of the test's own, removed with it. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "touchmark-reconcile-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

export async function openTestRecords(file: string): Promise<Records> {
  const records = recordsOver(await openDatabase({ file, practice: false }));
  onTestFinished(() => records.close());
  return records;
}

/** Writes units straight into the tables: what runs would have left there, thousands of times faster. */
export async function recordUnits(file: string, units: readonly RecordedUnit[]): Promise<void> {
  const { database, log, connection } = await openDatabase({ file, practice: false });
  const at = new Date().toISOString();
  await database
    .insertInto("lots")
    .values({
      lot: "LOT-1",
      recipe: "r",
      recipeHash: "h",
      recipeText: "{}",
      model,
      attestation: "tpm",
      quantity: null,
      state: "open",
      openedAt: at,
    })
    .execute();
  for (let start = 0; start < units.length; start += 200) {
    const batch = units.slice(start, start + 200).map((unit, index) => ({ ...unit, id: start + index + 1 }));
    const common = { model, lot: "LOT-1", state: "provisioned", runs: 1, lastRun: 1, lastOutcome: "pass" } as const;
    const more = { firstOutcome: "pass", passedAt: at, createdAt: at, updatedAt: at } as const;
    await database
      .insertInto("units")
      .values(
        batch.map(({ id, registrationId }) => ({
          ...common,
          ...more,
          id,
          serialNumber: registrationId,
          searchText: registrationId,
        })),
      )
      .execute();
    await database
      .insertInto("enrollments")
      .values(batch.map((unit) => enrollmentOf(unit, at)))
      .execute();
  }
  await log?.close();
  connection.close();
}

const enrollmentOf = ({ id, registrationId, service, state, entry }: RecordedUnit & { id: number }, at: string) => ({
  id,
  registrationId,
  registrationKey: registrationId.toLowerCase(),
  unit: id,
  service: service ?? plantService,
  deviceId: registrationId,
  entry: JSON.stringify(entry),
  state: state ?? ("enrolled" as const),
  attempts: 1,
  code: null,
  detail: null,
  etag: null,
  nextAttemptAt: at,
  registrationStatus: null,
  assignedHub: null,
  registrationDeviceId: null,
  registrationAt: null,
  registrationChecks: 0,
  nextRegistrationCheckAt: at,
  createdAt: at,
  updatedAt: at,
});

export interface EntryAtService {
  readonly entry: IndividualEnrollment;
  readonly daysOld?: number;
  /** Its device has registered here. */
  readonly hub?: string;
}

/** A practice service that has these entries from its start: written into its state file. */
export async function startServiceWith(folder: string, entries: readonly EntryAtService[]): Promise<PracticeDps> {
  const stateFile = join(folder, "practice-dps.json");
  const first = await startPracticeDps({ stateFile });
  await first.close();
  const saved: Record<string, unknown> = JSON.parse(await readFile(stateFile, "utf8"));
  const state = {
    ...saved,
    enrollments: entries.map(storedEntry),
    registrations: entries.flatMap(({ entry, hub }) => (hub === undefined ? [] : [registrationOf(entry, hub)])),
  };
  await writeFile(stateFile, JSON.stringify(state));
  const dps = await startPracticeDps({ stateFile });
  onTestFinished(() => dps.close());
  return dps;
}

function storedEntry({ entry, daysOld }: EntryAtService) {
  const at = new Date(Date.now() - (daysOld ?? 1) * dayMs).toISOString();
  return {
    ...entry,
    capabilities: { iotEdge: false },
    reprovisionPolicy: { updateHubAssignment: true, migrateDeviceData: true },
    etag: "IjEi",
    createdDateTimeUtc: at,
    lastUpdatedDateTimeUtc: at,
  };
}

const registrationOf = ({ registrationId }: IndividualEnrollment, hub: string) => ({
  registrationId,
  createdDateTimeUtc: "2026-11-20T10:00:00.000Z",
  assignedHub: hub,
  deviceId: registrationId,
  status: "assigned",
  substatus: "initialAssignment",
  lastUpdatedDateTimeUtc: "2026-11-20T10:00:01.000Z",
  etag: "IjIi",
});
