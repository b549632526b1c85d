import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, describe, expect, it } from "vitest";
import { checkRecords } from "../../../main/records/backup/check-records.ts";
import { newestVersion } from "../../../main/records/migrations/migrate.ts";
import { openRecords } from "../../../main/records/records.ts";
import { makeBackup } from "../../../main/station/backup/make-backup.ts";
import { restoreBackup } from "../../../main/station/backup/restore-backup.ts";
import { samplePass } from "../../harness/sample-records.ts";

/** Dumps of records written by the stations of those days, one of the last of each version. */
const kept = join(import.meta.dirname, "../../fixtures/records");
const versions = readdirSync(kept).map((name) => Number.parseInt(name, 10));

const folder = mkdtempSync(join(tmpdir(), "touchmark-kept-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function restoreDump(version: number, root: string): string {
  const file = join(root, "station.db");
  const database = new Database(file);
  database.exec(readFileSync(join(kept, `${String(version).padStart(4, "0")}.sql`), "utf8"));
  expect(database.prepare("select max(version) from schemaVersions").pluck().get()).toBe(version);
  database.close();
  return file;
}

const schemaOf = (file: string): readonly unknown[] => {
  const database = new Database(file, { readonly: true });
  const rows = database.prepare("select type, name, tbl_name from sqlite_schema order by type, name").all();
  database.close();
  return rows;
};

it("are kept for every version before the newest (of the newest: node test/harness/keep-records.ts)", () => {
  const before = Array.from({ length: newestVersion - 1 }, (_, index) => index + 1);
  expect(versions).toEqual(expect.arrayContaining(before));
});

describe.each(versions)("records of version %i", (version) => {
  const root = mkdtempSync(join(folder, "data-"));
  const file = restoreDump(version, root);

  it("are backed up, restored, and opened by this station with all that is in them", async () => {
    const backup = join(folder, `backup-${version}`);
    const contents = await makeBackup({ root, out: backup, withKey: false });
    expect(contents).toMatchObject({ schemaVersion: version, mode: "real" });
    expect(contents.audit === null).toBe(version < 6);
    const back = join(folder, `back-${version}`);
    await restoreBackup({ backup, root: back, author: { station: "Station", operator: null } });
    const check = await checkRecords(join(back, "station.db"));
    expect(check).toMatchObject({ schemaVersion: newestVersion, practice: false, faults: [], audit: { fault: null } });
  });

  it("keep every unit, run, enrollment and act, and go on", async () => {
    const records = await openRecords({ file, practice: false });
    const { units } = await records.units.list({ search: "", offset: 0, limit: 10 });
    const outcomes = Object.fromEntries(units.map(({ serialNumber, lastOutcome }) => [serialNumber, lastOutcome]));
    expect(outcomes).toEqual({ GW0: "pass", GW1: "pass", GW2: "fail", GW3: "running" });
    expect(await records.units.detail("GW2")).toMatchObject({
      runHistory: [{ outcome: "fail", steps: [{ id: "identify", measurements: { volts: 3.3 } }] }],
    });
    expect(await records.units.detail("GW0")).toMatchObject({
      facts: { tpmManufacturer: "IBM" },
      enrollment: "queued",
    });
    expect(await records.lots.get("LOT-0")).toMatchObject({ state: "closed", quantity: 5 });
    expect(await records.enrollments.get("reg-gw1")).toMatchObject({ state: "enrolled" });
    expect(await records.enrollments.counts()).toMatchObject({ queued: 1, enrolled: 1 });
    expect(await records.certificates.get({ serialNumber: "0a", authority: "line" })).toBeDefined();
    expect(await records.runs.interruptAll()).toBe(1);
    if (version >= 2) expect(await records.seals.list()).toMatchObject([{ lot: "LOT-0", count: 1 }]);
    if (version >= 3)
      expect(await records.symmetricKeys.findOf("GW3", "reg-gw3")).toMatchObject({ sealed: "c2VhbGVk" });
    if (version >= 5) expect(await records.enrollmentChanges.list({ offset: 0, limit: 9 })).toMatchObject({ total: 1 });
    if (version >= 6) expect(await records.operators.byName("Ann")).toMatchObject({ role: "engineer" });
    const passed = [];
    for await (const { serialNumber } of records.manifest.entries("LOT-0")) passed.push(serialNumber);
    expect(passed).toEqual(["GW0"]);
    await records.runs.start({ runId: "new", lot: "LOT-1", slot: "1" });
    await records.runs.bind("new", { serialNumber: "GW9", model: "GW-200" });
    await records.runs.pass(samplePass("GW9", "new"));
    expect((await records.audit.verify([])).fault).toBeNull();
    await records.close();
  });

  it("have the tables, indexes and triggers of new records afterwards", async () => {
    const fresh = join(root, "fresh.db");
    await (await openRecords({ file: fresh, practice: false })).close();
    expect(schemaOf(file)).toEqual(schemaOf(fresh));
  });
});
