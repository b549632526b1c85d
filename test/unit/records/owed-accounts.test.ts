import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type OpenDatabase, openDatabase } from "../../../main/records/database/open-database.ts";
import { type Records, recordsOver } from "../../../main/records/records.ts";
import { sampleLot, samplePass } from "../../harness/sample-records.ts";

let folder: string;
let open: OpenDatabase;
let records: Records;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-owed-"));
  open = await openDatabase({ file: join(folder, "records.sqlite"), practice: true });
  records = recordsOver(open);
  await records.lots.open(sampleLot);
});

afterEach(async () => {
  await records.close();
  rmSync(folder, { recursive: true, force: true });
});

const lock = (locked: boolean): void => void open.connection.pragma(`query_only = ${locked ? 1 : 0}`);
const problem = { code: "records.read-only", sentence: "", detail: "", retry: "after-fix" } as const;
const unit = { serialNumber: "GW1", model: sampleLot.model };
const lot = sampleLot.lot;
const history = async () => (await records.units.detail("GW1"))?.runHistory.map(({ id, outcome }) => [id, outcome]);

describe("a run that ends while the disk takes nothing", () => {
  it("is on record as failed once it does, and its unit passes in another slot", async () => {
    await records.runs.start({ runId: "first", lot, slot: "1" });
    await records.runs.bind("first", unit);
    lock(true);
    await expect(records.runs.fail("first", { problem, ms: 5 })).rejects.toMatchObject({ code: "records.read-only" });
    lock(false);
    await records.runs.start({ runId: "second", lot, slot: "2" });
    await records.runs.bind("second", unit);
    await records.runs.pass(samplePass("GW1", "second"));
    expect(await history()).toEqual([
      ["second", "pass"],
      ["first", "fail"],
    ]);
    expect((await records.audit.verify([])).fault).toBeNull();
  });

  it("that it could not even begin, is there with its own beginning", async () => {
    lock(true);
    const startedAt = "2026-11-23T06:00:00.000Z";
    await expect(records.runs.start({ runId: "first", lot, slot: "1", startedAt })).rejects.toThrow();
    await expect(records.runs.fail("first", { problem, ms: 5 })).rejects.toThrow();
    await expect(records.runs.start({ runId: "second", lot, slot: "2" })).rejects.toThrow();
    lock(false);
    await records.runs.settle();
    const runs = open.connection.prepare("select runId, startedAt, outcome from runs order by id").all();
    expect(runs).toEqual([
      { runId: "first", startedAt, outcome: "fail" },
      { runId: "second", startedAt: expect.any(String), outcome: "running" },
    ]);
  });

  it("is written at the latest when the records are closed", async () => {
    await records.runs.start({ runId: "first", lot, slot: "1" });
    lock(true);
    await expect(records.runs.fail("first", { problem, ms: 5 })).rejects.toThrow();
    lock(false);
    await records.close();
    open = await openDatabase({ file: join(folder, "records.sqlite"), practice: true });
    records = recordsOver(open);
    expect(await records.runs.interruptAll()).toBe(0);
  });
});
