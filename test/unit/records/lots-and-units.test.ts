import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRecords, type Records } from "../../../main/records/records.ts";
import { passUnit, SetClock, sampleLot, samplePass, startRun } from "../../harness/sample-records.ts";

const problem = { code: "link.lost", sentence: "Check the cable.", detail: "port closed", retry: "same-unit" as const };
let clock: SetClock;
let records: Records;

beforeEach(async () => {
  clock = new SetClock();
  records = await openRecords({ file: ":memory:", practice: true, clock });
  await records.lots.open(sampleLot);
});

afterEach(() => records.close());

describe("a lot", () => {
  it("is opened once, and again under the same recipe", async () => {
    clock.advance(5000);
    expect(await records.lots.open(sampleLot)).toEqual({
      lot: "LOT-1",
      recipe: "gateway-tpm",
      recipeHash: "a".repeat(64),
      model: "GW-200",
      attestation: "tpm",
      quantity: null,
      state: "open",
      openedAt: "2026-11-22T08:00:00.000Z",
      openedBy: null,
      closedAt: null,
      closedBy: null,
      remaining: null,
      onHold: 0,
      scrapped: 0,
      station: "Station",
      done: 0,
      failed: 0,
      firstPassYield: null,
      perHour: 0,
      sealedAt: null,
    });
    await expect(records.lots.open({ ...sampleLot, recipeHash: "b".repeat(64) })).rejects.toMatchObject({
      code: "records.lot-exists",
    });
    expect(await records.lots.get("LOT-1")).toMatchObject({ recipeText: '{"recipe":"gateway-tpm"}' });
    expect(await records.lots.get("NONE")).toBeUndefined();
    expect(await records.lots.summary("NONE")).toBeUndefined();
    await expect(records.lots.close("NONE")).rejects.toMatchObject({ code: "records.not-found" });
  });

  it("counts units, first passes and the last hour", async () => {
    await passUnit(records, "GW1");
    clock.advance(3_600_000);
    await passUnit(records, "GW2");
    for (const name of ["GW3", "GW4"]) await records.runs.fail(await startRun(records, name), { problem, ms: 1 });
    await passUnit(records, "GW3");
    await startRun(records, "GW5");
    expect(await records.lots.summary("LOT-1")).toMatchObject({ done: 3, failed: 1, firstPassYield: 0.5, perHour: 2 });
  });

  it("lists the newest first", async () => {
    await records.lots.open({ ...sampleLot, lot: "LOT-2" });
    await passUnit(records, "GW1", "LOT-2");
    expect((await records.lots.summaries()).map(({ lot, done }) => [lot, done])).toEqual([
      ["LOT-2", 1],
      ["LOT-1", 0],
    ]);
    expect((await records.lots.list()).map(({ lot }) => lot)).toEqual(["LOT-2", "LOT-1"]);
  });

  it("takes its quantity and no more, with units at work counted", async () => {
    await records.lots.open({ ...sampleLot, lot: "SMALL", quantity: 2 });
    await passUnit(records, "GW1", "SMALL");
    const open = await startRun(records, "GW2", "1", "SMALL");
    await expect(startRun(records, "GW3", "2", "SMALL")).rejects.toMatchObject({ code: "records.lot-full" });
    await records.runs.fail(open, { problem, ms: 1 });
    await passUnit(records, "GW3", "SMALL");
    await expect(startRun(records, "GW2", "1", "SMALL")).rejects.toMatchObject({ code: "records.lot-full" });
    await passUnit(records, "GW1", "SMALL");
    expect(await records.lots.summary("SMALL")).toMatchObject({ done: 2 });
  });

  it("is closed for good, by somebody, and takes no unit any more", async () => {
    await records.lots.open({ ...sampleLot, lot: "SMALL", quantity: 3 });
    await passUnit(records, "GW1", "SMALL");
    const late = await startRun(records, "GW2", "2", "SMALL");
    records.audit.writeAs(() => ({ station: "Cell 4", operator: "Ada" }));
    clock.advance(1000);
    const closed = { state: "closed", closedAt: "2026-11-22T08:00:01.000Z", closedBy: "Ada", done: 1, remaining: 2 };
    expect(await records.lots.close("SMALL")).toMatchObject(closed);
    clock.advance(1000);
    expect(await records.lots.close("SMALL")).toMatchObject(closed);
    await expect(records.runs.pass(samplePass("GW2", late))).rejects.toMatchObject({ code: "records.lot-closed" });
    await expect(startRun(records, "GW3", "1", "SMALL")).rejects.toMatchObject({ code: "records.lot-closed" });
    expect(await records.manifest.count("SMALL")).toBe(1);
  });

  it("is not closed while a unit of it is on hold or in rework", async () => {
    await passUnit(records, "GW1");
    for (const act of ["quarantine", "rework"] as const) {
      await records.unitStates.change("GW1", { act, reason: "scratch" });
      await expect(records.lots.close("LOT-1")).rejects.toMatchObject({
        code: "lot.open-quarantine",
        detail: expect.stringContaining("GW1") as string,
      });
      expect(await records.lots.summary("LOT-1")).toMatchObject({ state: "open", onHold: 1 });
    }
    await records.unitStates.change("GW1", { act: "scrap", reason: "scratch" });
    expect(await records.lots.close("LOT-1")).toMatchObject({ state: "closed", onHold: 0 });
  });

  it("keeps a unit that passed in it; one that did not moves on", async () => {
    await records.lots.open({ ...sampleLot, lot: "LOT-2" });
    await passUnit(records, "GW1");
    await records.runs.fail(await startRun(records, "GW2"), { problem, ms: 1 });
    await passUnit(records, "GW1", "LOT-2");
    await passUnit(records, "GW2", "LOT-2");
    expect(await records.units.get("GW1")).toMatchObject({ lot: "LOT-1" });
    expect(await records.units.get("GW2")).toMatchObject({ lot: "LOT-2" });
    expect(
      (await records.units.list({ search: "lot-2", offset: 0, limit: 9 })).units.map(
        ({ serialNumber }) => serialNumber,
      ),
    ).toEqual(["GW2"]);
  });
});

describe("the unit list", () => {
  beforeEach(async () => {
    for (const name of ["GW10", "GW11", "AB12"]) await passUnit(records, name);
    await startRun(records, "new-1");
  });

  const names = async (search: string, offset = 0, limit = 50) => {
    const { units, total } = await records.units.list({ search, offset, limit });
    return [units.map(({ serialNumber }) => serialNumber), total];
  };

  it("shows what was worked on last first, in pages", async () => {
    expect(await names("")).toEqual([["new-1", "AB12", "GW11", "GW10"], 4]);
    expect(await names("", 1, 2)).toEqual([["AB12", "GW11"], 4]);
    expect(await names("", 9)).toEqual([[], 4]);
    await startRun(records, "GW10");
    expect(await names("", 0, 1)).toEqual([["GW10"], 4]);
  });

  it("finds parts of serial number, registration id and lot, in any case, and takes % and _ as they are", async () => {
    expect(await names("gw1")).toEqual([["GW11", "GW10"], 2]);
    expect(await names("REG-AB")).toEqual([["AB12"], 1]);
    expect(await names("lot-1")).toEqual([["new-1", "AB12", "GW11", "GW10"], 4]);
    expect(await names("%")).toEqual([[], 0]);
    expect(await names("_")).toEqual([[], 0]);
    expect(await names("' or 1=1 --")).toEqual([[], 0]);
  });

  it("tells the whole of one row", async () => {
    expect(await records.units.get("GW10")).toEqual({
      serialNumber: "GW10",
      model: "GW-200",
      lot: "LOT-1",
      state: "provisioned",
      registrationId: "reg-gw10",
      enrollment: "queued",
      assignedHub: null,
      runs: 1,
      lastOutcome: "pass",
      updatedAt: "2026-11-22T08:00:00.000Z",
    });
    expect(await records.units.get("nobody")).toBeUndefined();
    expect(await records.units.detail("nobody")).toBeUndefined();
  });
});
