import { mkdtempSync, rmSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { IndividualEnrollment } from "../../../main/dps/schema/individual-enrollment.ts";
import { type PracticeDps, startPracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { openDatabase } from "../../../main/records/database/open-database.ts";
import { type Records, recordsOver } from "../../../main/records/records.ts";

export { endorsementKeyOf, type RecordedUnit, recordUnits, tpmEntryOf } from "../../harness/recorded-units.ts";
export const dayMs = 24 * 60 * 60 * 1000;
export const plantService = "plant-dps";

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
