import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type OpenDatabase, openDatabase } from "../../../main/records/database/open-database.ts";
import { type Records, recordsOver } from "../../../main/records/records.ts";
import { passUnit, SetClock, sampleLot, samplePass, startRun } from "../../harness/sample-records.ts";

const problem = { code: "link.lost", sentence: "Check the cable.", detail: "port closed", retry: "same-unit" as const };
let clock: SetClock;
let open: OpenDatabase;
let records: Records;

const failUnit = async (serialNumber: string): Promise<void> => {
  await records.runs.fail(await startRun(records, serialNumber), { problem, ms: 10 });
};

beforeEach(async () => {
  clock = new SetClock();
  open = await openDatabase({ file: ":memory:", practice: true, clock });
  records = recordsOver(open);
  await records.lots.open(sampleLot);
});

afterEach(() => records.close());

describe("a run", () => {
  it("keeps its steps with what was measured", async () => {
    const runId = await startRun(records, "GW1");
    await records.runs.stepStarted(runId, { number: 1, id: "identify" });
    await records.runs.stepFinished(runId, {
      number: 1,
      outcome: "pass",
      code: null,
      ms: 12.5,
      measurements: { firmware: "1.2", retries: 0, odd: Number.NaN },
    });
    await records.runs.stepStarted(runId, { number: 2, id: "look-up" });
    await records.runs.fail(runId, { problem, ms: 99 });
    expect((await records.units.detail("GW1"))?.runHistory).toEqual([
      {
        id: runId,
        slot: "1",
        station: "Station",
        lot: "LOT-1",
        outcome: "fail",
        startedAt: "2026-11-22T08:00:00.000Z",
        ms: 99,
        problem,
        operator: null,
        steps: [
          {
            id: "identify",
            outcome: "pass",
            code: null,
            ms: 12.5,
            measurements: { firmware: "1.2", retries: 0, odd: "NaN" },
          },
          { id: "look-up", outcome: "fail", code: "link.lost", ms: null, measurements: {} },
        ],
      },
    ]);
  });

  it("ends once", async () => {
    const runId = await startRun(records, "GW1");
    await records.runs.fail(runId, { problem, ms: 1 });
    const over = { code: "records.run-over" };
    await expect(records.runs.fail(runId, { problem, ms: 1 })).rejects.toMatchObject(over);
    await expect(records.runs.pass(samplePass("GW1", runId))).rejects.toMatchObject(over);
    await expect(records.runs.bind(runId, { serialNumber: "GW1", model: "GW-200" })).rejects.toMatchObject(over);
    await expect(
      records.runs.stepFinished(runId, { number: 1, outcome: "pass", code: null, ms: 1, measurements: {} }),
    ).rejects.toMatchObject(over);
  });

  it("may fail before anybody knows the unit", async () => {
    await records.runs.start({ runId: "loose", lot: "LOT-1", slot: "1" });
    await records.runs.fail("loose", { problem, ms: 1 });
    expect(await records.units.list({ search: "", offset: 0, limit: 10 })).toEqual({ units: [], total: 0 });
  });

  it("is about one unit", async () => {
    const runId = await startRun(records, "GW1");
    await records.runs.bind(runId, { serialNumber: "GW1", model: "GW-200" });
    expect(await records.units.get("GW1")).toMatchObject({ runs: 1 });
    await expect(records.runs.bind(runId, { serialNumber: "GW2", model: "GW-200" })).rejects.toMatchObject({
      code: "records.identity-changed",
    });
  });

  it("needs a lot that is there and open", async () => {
    await expect(records.runs.start({ runId: "x", lot: "NONE", slot: "1" })).rejects.toMatchObject({
      code: "records.not-found",
    });
    await records.lots.close("LOT-1");
    await expect(records.runs.start({ runId: "x", lot: "LOT-1", slot: "1" })).rejects.toMatchObject({
      code: "records.lot-closed",
    });
  });
});

describe("a serial number", () => {
  it("of another model is refused", async () => {
    await passUnit(records, "GW1");
    await records.runs.start({ runId: "x", lot: "LOT-1", slot: "1" });
    await expect(records.runs.bind("x", { serialNumber: "GW1", model: "OTHER" })).rejects.toMatchObject({
      code: "records.duplicate-serial-number",
      detail: expect.stringContaining("model GW-200") as string,
    });
  });

  it("at work in another slot is refused, in the same slot it is not", async () => {
    await startRun(records, "GW1", "1");
    await expect(startRun(records, "GW1", "2")).rejects.toMatchObject({
      code: "records.duplicate-serial-number",
      detail: expect.stringContaining("slot 1") as string,
    });
    await startRun(records, "GW1", "1");
    expect(await records.units.get("GW1")).toMatchObject({ runs: 2 });
  });
});

describe("after a crash", () => {
  it("ends what was left running, and only that", async () => {
    await passUnit(records, "GW1");
    const runId = await startRun(records, "GW2");
    await records.runs.stepStarted(runId, { number: 1, id: "identify" });
    clock.advance(1000);
    expect(await records.runs.interruptAll()).toBe(1);
    expect(await records.runs.interruptAll()).toBe(0);
    expect(await records.units.detail("GW2")).toMatchObject({
      lastOutcome: "interrupted",
      runHistory: [{ outcome: "interrupted", ms: null, steps: [{ id: "identify", outcome: "interrupted" }] }],
    });
    expect(await records.units.get("GW1")).toMatchObject({ lastOutcome: "pass" });
  });

  it("believes the step that recorded the PASS, not one that came after", async () => {
    const runId = await startRun(records, "GW1");
    await records.runs.stepStarted(runId, { number: 1, id: "record" });
    await records.runs.pass(samplePass("GW1", runId));
    clock.advance(1000);
    await records.runs.stepStarted(runId, { number: 2, id: "restart" });
    expect(await records.runs.interruptAll()).toBe(0);
    expect((await records.units.detail("GW1"))?.runHistory[0]?.steps).toMatchObject([
      { id: "record", outcome: "pass" },
      { id: "restart", outcome: "interrupted" },
    ]);
  });

  it("repeats a unit to the same identity", async () => {
    const first = await startRun(records, "GW1");
    await records.runs.pass({ ...samplePass("GW1", first), complete: false });
    await records.runs.interruptAll();
    const again = await startRun(records, "GW1");
    await records.runs.pass(samplePass("GW1", again));
    expect(await records.enrollments.counts()).toMatchObject({ queued: 1 });
    expect(await records.manifest.count("LOT-1")).toBe(1);
  });
});

describe("numbers over runs", () => {
  it("counts failures since the last pass, interruptions aside", async () => {
    expect(await records.runs.failuresInARow("GW1")).toBe(0);
    await failUnit("GW1");
    await startRun(records, "GW1");
    await records.runs.interruptAll();
    await failUnit("GW1");
    expect(await records.runs.failuresInARow("GW1")).toBe(2);
    await passUnit(records, "GW1");
    expect(await records.runs.failuresInARow("GW1")).toBe(0);
    await failUnit("GW1");
    expect(await records.runs.failuresInARow("GW1")).toBe(1);
  });

  it("takes the median of the last twenty passes", async () => {
    expect(await records.runs.recentMs("LOT-1")).toBeNull();
    for (let index = 0; index < 25; index += 1) {
      const runId = await startRun(records, `GW${index}`);
      await records.runs.pass({ ...samplePass(`GW${index}`, runId), ms: index < 5 ? 1_000_000 : 100 + index });
    }
    expect(await records.runs.recentMs("LOT-1")).toBe(115);
  });
});

describe("history", () => {
  it.each([
    "runs",
    "steps",
    "units",
    "lots",
    "identities",
    "certificates",
    "enrollments",
  ])("of %s is never deleted", async (table) => {
    const runId = await startRun(records, "GW1");
    await records.certificates.intend({
      serialNumber: "0a",
      unit: "GW1",
      runId,
      authority: "ca",
      publicKeySha256: "aa",
      registrationId: "r",
    });
    await records.runs.stepStarted(runId, { number: 1, id: "record" });
    await records.runs.pass(samplePass("GW1", runId));
    expect(() => open.connection.exec(`delete from ${table}`)).toThrow("history is never deleted");
  });

  it("is never rewritten once it has ended", async () => {
    await failUnit("GW1");
    expect(() => open.connection.exec("update runs set outcome = 'pass'")).toThrow("never changed");
  });
});
