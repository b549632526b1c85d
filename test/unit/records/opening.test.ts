import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../../../main/records/database/open-database.ts";
import { newestVersion } from "../../../main/records/migrations/migrate.ts";
import { openRecords, recordsOver } from "../../../main/records/records.ts";
import { passUnit, sampleLot, samplePass, startRun } from "../../harness/sample-records.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-records-"));
  file = join(folder, "records.sqlite");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function makeRecords(): Promise<void> {
  const records = await openRecords({ file, practice: true });
  await records.lots.open(sampleLot);
  await passUnit(records, "GW1");
  await records.close();
}

describe("opening the records", () => {
  it("finds everything again, and writes through to the disk", async () => {
    await makeRecords();
    const open = await openDatabase({ file, practice: true });
    expect(open.connection.pragma("journal_mode", { simple: true })).toBe("wal");
    expect(open.connection.pragma("synchronous", { simple: true })).toBe(2);
    expect(open.connection.pragma("foreign_keys", { simple: true })).toBe(1);
    const records = recordsOver(open);
    expect(await records.units.get("GW1")).toMatchObject({ state: "provisioned", enrollment: "queued" });
    await records.close();
  });

  it("recovers what was committed when nobody closed the file", async () => {
    const abandoned = await openRecords({ file, practice: true });
    await abandoned.lots.open(sampleLot);
    await passUnit(abandoned, "GW1");
    const open = await startRun(abandoned, "GW2");
    // What a killed process leaves: the file and its log as they are, without a checkpoint.
    const copy = join(folder, "copy.sqlite");
    for (const suffix of ["", "-wal"]) writeFileSync(copy + suffix, readFileSync(file + suffix));
    await abandoned.close();
    const records = await openRecords({ file: copy, practice: true });
    expect(await records.runs.interruptAll()).toBe(1);
    expect(await records.units.get("GW1")).toMatchObject({ lastOutcome: "pass" });
    expect(await records.units.get("GW2")).toMatchObject({ lastOutcome: "interrupted" });
    expect((await records.units.detail("GW2"))?.runHistory).toMatchObject([{ id: open, outcome: "interrupted" }]);
    await records.close();
  });

  it("loses only the last commit's torn tail", async () => {
    const abandoned = await openRecords({ file, practice: true });
    await abandoned.lots.open(sampleLot);
    await passUnit(abandoned, "GW1");
    const copy = join(folder, "copy.sqlite");
    writeFileSync(copy, readFileSync(file));
    const log = readFileSync(`${file}-wal`);
    writeFileSync(`${copy}-wal`, log.subarray(0, log.length - 100));
    await abandoned.close();
    const records = await openRecords({ file: copy, practice: true });
    expect(await records.units.get("GW1")).toMatchObject({ state: "new", lastOutcome: "running", enrollment: null });
    await records.close();
  });

  it("refuses the other mode, both ways, and leaves the file alone", async () => {
    await makeRecords();
    await expect(openRecords({ file, practice: false })).rejects.toMatchObject({ code: "records.mode" });
    const records = await openRecords({ file, practice: true });
    expect(records.practice).toBe(true);
    await records.close();
    const real = join(folder, "real.sqlite");
    await (await openRecords({ file: real, practice: false })).close();
    await expect(openRecords({ file: real, practice: true })).rejects.toMatchObject({ code: "records.mode" });
  });

  it("says when records of an earlier station are upgraded, and only then", async () => {
    const said: unknown[] = [];
    const onUpgrade = (upgrade: object) => said.push(upgrade);
    const raw = new Database(file);
    raw.exec(readFileSync(join(import.meta.dirname, "../../fixtures/records/0015.sql"), "utf8"));
    raw.close();
    const fresh = join(folder, "fresh.sqlite");
    for (const each of [file, file, fresh])
      await (await openRecords({ file: each, practice: false, onUpgrade })).close();
    expect(said).toEqual([{ from: 15, to: newestVersion }]);
  });

  it("refuses records of a newer station", async () => {
    await makeRecords();
    const database = new Database(file);
    database.exec("insert into schemaVersions values (99, 'future', '2030-01-01T00:00:00.000Z')");
    database.close();
    await expect(openRecords({ file, practice: true })).rejects.toMatchObject({ code: "records.newer" });
  });

  it("refuses a file that is no database, another program's database, and a folder", async () => {
    writeFileSync(file, "this is a text file, long enough to be no empty database at all".repeat(20));
    await expect(openRecords({ file, practice: true })).rejects.toMatchObject({ code: "records.damaged" });
    const foreign = join(folder, "foreign.sqlite");
    const database = new Database(foreign);
    database.exec("create table theirs (id)");
    database.close();
    await expect(openRecords({ file: foreign, practice: true })).rejects.toMatchObject({ code: "records.damaged" });
    await expect(openRecords({ file: folder, practice: true })).rejects.toMatchObject({ code: "records.not-opened" });
  });

  it("refuses a damaged file", async () => {
    const records = await openRecords({ file, practice: true });
    await records.lots.open(sampleLot);
    for (let index = 0; index < 30; index += 1) await passUnit(records, `GW${index}`);
    await records.close();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4096 * 3, 4096 * 12);
    writeFileSync(file, bytes);
    await expect(openRecords({ file, practice: true })).rejects.toMatchObject({ code: "records.damaged" });
  });

  it("refuses a stored row that no longer fits its schema", async () => {
    await makeRecords();
    const database = new Database(file);
    database.exec("update enrollments set state = 'nonsense'");
    database.close();
    const records = await openRecords({ file, practice: true });
    await expect(records.enrollments.get("reg-gw1")).rejects.toMatchObject({ code: "records.damaged" });
    await records.close();
  });
});

describe("a disk that will take no more", () => {
  it("is a coded failure that leaves the records whole, and a mended disk goes on", async () => {
    const open = await openDatabase({ file, practice: true });
    const records = recordsOver(open);
    await records.lots.open(sampleLot);
    const pages = open.connection.pragma("page_count", { simple: true }) as number;
    open.connection.pragma(`max_page_count = ${pages + 3}`);
    let passed = 0;
    let code = "";
    while (code === "" && passed < 500) {
      try {
        await passUnit(records, `GW${passed}`);
        passed += 1;
      } catch (error) {
        code = (error as { code: string }).code;
      }
    }
    expect(code).toBe("records.disk-full");
    expect(passed).toBeGreaterThan(0);
    expect(await records.manifest.count("LOT-1")).toBe(passed);
    open.connection.pragma("max_page_count = 1000000");
    await records.runs.interruptAll();
    await passUnit(records, `GW${passed}`);
    expect(await records.manifest.count("LOT-1")).toBe(passed + 1);
    await records.close();
  });

  it("says so when it is read-only", async () => {
    const open = await openDatabase({ file, practice: true });
    const records = recordsOver(open);
    open.connection.pragma("query_only = 1");
    await expect(records.lots.open(sampleLot)).rejects.toMatchObject({ code: "records.read-only" });
    await records.close();
  });
});

describe("closing", () => {
  it("is idempotent, and afterwards every call is refused", async () => {
    await makeRecords();
    const records = await openRecords({ file, practice: true });
    await records.close();
    await records.close();
    await expect(records.lots.list()).rejects.toMatchObject({ code: "records.closed" });
    await expect(records.runs.pass(samplePass("GW1", "none"))).rejects.toMatchObject({ code: "records.closed" });
  });
});
