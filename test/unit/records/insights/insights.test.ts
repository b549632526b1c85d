import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRecords, type Records } from "../../../../main/records/records.ts";
import { sampleLot, samplePass, SetClock, startRun } from "../../../harness/sample-records.ts";

const plan = { startsAt: 6 * 60, minutes: 8 * 60 };
const shift = { window: { range: "shift" }, model: null, plan } as const;
const minuteMs = 60_000;

let folder: string;
let records: Records;
let clock: SetClock;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "touchmark-insights-"));
  // Local time, so that the shift is the same wherever this runs.
  clock = new SetClock(new Date(2026, 10, 23, 8).toISOString());
  records = await openRecords({ file: join(folder, "records.db"), practice: false, clock });
  await records.lots.open({ ...sampleLot, recipeText: '{"taktSeconds":30}' });
});

afterEach(async () => {
  await records.close();
  await rm(folder, { recursive: true });
});

async function pass(unit: string, { slot = "1", stepMs = 100 } = {}): Promise<void> {
  const run = await startRun(records, unit, slot);
  await records.runs.stepStarted(run, { number: 1, id: "identify" });
  await records.runs.stepFinished(run, { number: 1, outcome: "pass", code: null, ms: stepMs, measurements: {} });
  await records.runs.pass(samplePass(unit, run));
}

async function fail(unit: string, slot: string, code = "link.lost"): Promise<void> {
  const run = await startRun(records, unit, slot);
  const problem = { code, sentence: "Check the cable.", detail: "gone", retry: "same-unit" } as const;
  await records.runs.fail(run, { problem, ms: 9 });
}

describe("insights", () => {
  it("count no run that only asked for the label of its unit", async () => {
    await records.runs.start({ runId: "asks", lot: sampleLot.lot, slot: "1" });
    const problem = {
      code: "unit.serial-missing",
      sentence: "Scan the label.",
      detail: "",
      retry: "same-unit",
    } as const;
    await records.runs.fail("asks", { problem, ms: 9 });
    await pass("GW1");
    await records.runs.start({ runId: "lost", lot: sampleLot.lot, slot: "1" });
    await records.runs.fail("lost", { problem: { ...problem, code: "link.lost" }, ms: 9 });
    const figures = await records.insights.read(shift);
    expect(figures.totals).toMatchObject({ passed: 1, failed: 1, units: 1, firstFinished: 1 });
    expect(figures.failures).toMatchObject([{ code: "link.lost", runs: 1 }]);
    expect(await records.insights.operators(shift)).toEqual([{ operator: null, passed: 1, failed: 1 }]);
    expect(await records.lots.failures(sampleLot.lot)).toMatchObject([{ code: "link.lost", runs: 1 }]);
  });

  it("count a unit once however often it passes, and its first run for the yield", async () => {
    await pass("GW1");
    await pass("GW1");
    await fail("GW2", "3");
    await pass("GW2", { slot: "2" });
    await fail("GW3", "3", "device.refused");
    await fail("GW4", "3");
    const figures = await records.insights.read(shift);
    expect(figures.totals).toEqual({
      passed: 3,
      failed: 3,
      interrupted: 0,
      units: 2,
      firstFinished: 4,
      firstPassed: 1,
    });
    expect(figures.yields).toMatchObject([{ day: "2026-11-23", finished: 4, passed: 1 }]);
    expect(figures.failures).toEqual([
      { code: "link.lost", sentence: "Check the cable.", runs: 2 },
      { code: "device.refused", sentence: "Check the cable.", runs: 1 },
    ]);
    expect(figures.slots.map(({ slot, runs, failed }) => [slot, runs, failed])).toEqual([
      ["1", 2, 0],
      ["2", 1, 0],
      ["3", 3, 3],
    ]);
    expect(figures).toMatchObject({ size: "hour", taktPerHour: 120, models: ["GW-200"] });
  });

  it("leave out an interrupted run, and show what lies ahead as nothing", async () => {
    await startRun(records, "GW1");
    await records.runs.interruptAll();
    clock.advance(90 * minuteMs);
    await pass("GW1");
    const { totals, pace } = await records.insights.read(shift);
    expect(totals).toMatchObject({ interrupted: 1, firstFinished: 1, firstPassed: 1 });
    expect(pace.map(({ units }) => units)).toEqual([0, 0, 0, 1, null, null, null, null]);
  });

  it("give the median and the 95th percentile that were measured", async () => {
    for (let number = 1; number <= 20; number += 1) await pass(`GW${number}`, { stepMs: number * 10 });
    const { steps, timedRuns } = await records.insights.read(shift);
    expect(steps).toEqual([{ step: "identify", count: 20, medianMs: 100, p95Ms: 190 }]);
    expect(timedRuns).toBe(20);
  });

  it("open the runs behind a bar", async () => {
    await pass("GW1", { stepMs: 20 });
    await pass("GW2", { stepMs: 50 });
    await fail("GW3", "3");
    const behind = (bar: object) => records.insights.behind({ ...shift, bar, limit: 2 });
    expect(await behind({ code: "link.lost" })).toMatchObject([{ serialNumber: "GW3", slot: "3", outcome: "fail" }]);
    expect((await behind({ step: "identify" })).map(({ serialNumber, stepMs }) => [serialNumber, stepMs])).toEqual([
      ["GW2", 50],
      ["GW1", 20],
    ]);
    expect((await behind({ which: "first" })).map(({ outcome }) => outcome)).toEqual(["fail", "pass"]);
    expect(await behind({ slot: "9" })).toEqual([]);
  });

  it("are of the shift, the lot, the model and the days asked for", async () => {
    await pass("GW1");
    clock.advance(24 * 60 * minuteMs);
    await pass("GW2");
    const unitsOf = async (window: Parameters<Records["insights"]["read"]>[0]["window"], model: string | null = null) =>
      (await records.insights.read({ window, model, plan })).totals.units;
    expect(await unitsOf({ range: "shift" })).toBe(1);
    expect(await unitsOf({ range: "today" })).toBe(1);
    expect(await unitsOf({ range: "7-days" })).toBe(2);
    expect(await unitsOf({ range: "30-days" }, "another")).toBe(0);
    expect(await unitsOf({ range: "lot", lot: sampleLot.lot })).toBe(2);
    expect(await unitsOf({ range: "between", from: "2026-11-23", to: "2026-11-23" })).toBe(1);
    expect(await unitsOf({ range: "between", from: "2026-11-23", to: "2026-11-24" })).toBe(2);
    await expect(unitsOf({ range: "lot", lot: "none" })).rejects.toMatchObject({ code: "records.not-found" });
  });

  it("stop when nobody waits", async () => {
    const signal = AbortSignal.abort();
    await expect(records.insights.read({ ...shift, signal })).rejects.toMatchObject({ code: "station.cancelled" });
  });

  it("of operators name who was signed in", async () => {
    await pass("GW1");
    records.audit.writeAs(() => ({ operator: "Ann", station: "S" }));
    await fail("GW2", "1");
    const people = await records.insights.operators(shift);
    expect(people).toEqual([
      { operator: null, passed: 1, failed: 0 },
      { operator: "Ann", passed: 0, failed: 1 },
    ]);
    const behind = await records.insights.behind({ ...shift, bar: { operator: null }, limit: 5 });
    expect(behind.map(({ serialNumber }) => serialNumber)).toEqual(["GW1"]);
  });
});
