import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type OpenDatabase, openDatabase } from "../../../main/records/database/open-database.ts";
import type { LotUnitsOrder } from "../../../main/records/lot-units.ts";
import { type Records, recordsOver } from "../../../main/records/records.ts";
import { passUnit, SetClock, sampleLot, samplePass, startRun } from "../../harness/sample-records.ts";

let open: OpenDatabase;
let records: Records;
const problem = { code: "link.lost", sentence: "Check the cable.", detail: "gone", retry: "same-unit" } as const;

beforeEach(async () => {
  open = await openDatabase({ file: ":memory:", practice: true, clock: new SetClock() });
  records = recordsOver(open);
  records.audit.writeAs(() => ({ station: "Cell 4", operator: "Ada" }));
  await records.lots.open(sampleLot);
  await records.lots.open({ ...sampleLot, lot: "LOT-2" });
});

afterEach(() => records.close());

const first: LotUnitsOrder = {
  lot: "LOT-1",
  sort: "built",
  descending: false,
  filter: "all",
  prefix: "",
  after: null,
  offset: 0,
  limit: 100,
};

async function names(change: Partial<LotUnitsOrder> = {}): Promise<readonly string[]> {
  return (await records.lists.lotUnits({ ...first, ...change })).units.map(({ serialNumber }) => serialNumber);
}

describe("the units of a lot", () => {
  beforeEach(async () => {
    for (const name of ["GW3", "AB1", "GW2"]) await passUnit(records, name);
    await passUnit(records, "ZZ9", "LOT-2");
    await records.runs.fail(await startRun(records, "AB2"), { problem, ms: 1 });
    await records.unitStates.change("AB1", { act: "quarantine", reason: "scratch" });
  });

  it("come in the order of either sort, both ways", async () => {
    expect(await names()).toEqual(["GW3", "AB1", "GW2", "AB2"]);
    expect(await names({ descending: true })).toEqual(["AB2", "GW2", "AB1", "GW3"]);
    expect(await names({ sort: "serial-number" })).toEqual(["AB1", "AB2", "GW2", "GW3"]);
    expect(await names({ sort: "serial-number", descending: true })).toEqual(["GW3", "GW2", "AB2", "AB1"]);
  });

  it("come page by page, by place or from the last row on", async () => {
    for (const sort of ["built", "serial-number"] as const)
      for (const descending of [false, true]) {
        const all = await names({ sort, descending });
        const again: string[] = [];
        for (const [index] of all.entries()) {
          expect(await names({ sort, descending, offset: index, limit: 1 })).toEqual([all[index]]);
          again.push(...(await names({ sort, descending, after: again.at(-1) ?? null, limit: 1 })));
        }
        expect(again).toEqual(all);
      }
    expect(await names({ after: "GW3", offset: 1, limit: 1 })).toEqual(["GW2"]);
  });

  it("are filtered by state, last run and beginning, and counted so", async () => {
    expect(await names({ filter: "failed" })).toEqual(["AB2"]);
    expect(await names({ filter: "on-hold" })).toEqual(["AB1"]);
    expect(await names({ filter: "quarantined" })).toEqual(["AB1"]);
    expect(await names({ filter: "provisioned", sort: "serial-number" })).toEqual(["GW2", "GW3"]);
    expect(await names({ prefix: "AB" })).toEqual(["AB1", "AB2"]);
    expect(await names({ prefix: "%" })).toEqual([]);
    expect(await records.lists.lotUnits({ ...first, filter: "provisioned", limit: 1 })).toMatchObject({ total: 2 });
  });

  it("that wait for certificates signed elsewhere are set aside, not interrupted", async () => {
    const runId = await startRun(records, "GW7");
    const subject = {};
    const names = { unit: "GW7", authority: "elsewhere", registrationId: "gw7", publicKeySha256: "ab".repeat(32) };
    const request = Uint8Array.of(0x30, 0);
    await records.certificateRequests.keep({ runId, ...names, request, validityDays: 30, subject });
    await records.runs.setAside(runId, { problem: { ...problem, code: "unit.awaiting-certificate" }, ms: 1 });
    const { units, total } = await records.lists.lotUnits({ ...first, filter: "set-aside" });
    expect(units).toMatchObject([{ serialNumber: "GW7", lastOutcome: "set-aside" }]);
    expect(total).toBe(1);
    expect(await records.certificateRequests.awaitingOf("LOT-1")).toBe(1);
    expect(await records.certificateRequests.awaitingOf("LOT-2")).toBe(0);
  });

  it.each([
    ["built", "all"],
    ["serial-number", "all"],
    ["serial-number", "failed"],
    ["serial-number", "provisioned"],
  ])("sorted by %s, filtered by %s, are found without sorting or reading the lot", (sort, filter) => {
    const by = sort === "built" ? "units.id" : "units.serialNumber";
    const where = { all: "", failed: "and lastOutcome = 'fail'", provisioned: "and state = 'provisioned'" }[filter];
    const plan = open.connection
      .prepare(
        `explain query plan select id from units where lot = 'LOT-1' ${where ?? ""} order by ${by} limit 100 offset 5000`,
      )
      .all();
    expect(JSON.stringify(plan)).toContain("COVERING INDEX");
    expect(JSON.stringify(plan)).not.toContain("TEMP B-TREE");
  });
});

describe("the account of a lot", () => {
  it("has units by state, attempts, seals and manifests", async () => {
    for (const name of ["GW1", "GW2", "GW3"]) await passUnit(records, name);
    await records.unitStates.change("GW1", { act: "scrap", reason: "burnt" });
    const facts = { format: "csv", count: 2, sha256: "c".repeat(64) };
    await records.audit.append({ act: "export-made", subject: "LOT-1", facts });
    const [digest, root, createdAt] = ["c".repeat(64), "d".repeat(64), new Date().toISOString()];
    await records.seals.add({ lot: "LOT-1", format: "sealed", count: 2, root, digest, previous: null, createdAt });
    expect(await records.lists.lotAccount("LOT-1")).toMatchObject({
      units: { provisioned: 2, scrapped: 1 },
      runs: 3,
      firstPassAt: "2026-11-22T08:00:00.000Z",
      seals: [{ count: 2, root }],
      manifests: [{ format: "csv", count: 2, operator: "Ada", station: "Cell 4" }],
    });
    expect(await records.seals.hasRoot("LOT-1", root)).toBe(true);
    expect(await records.seals.hasRoot("LOT-2", root)).toBe(false);
    expect(await records.lists.lotAccount("LOT-2")).toMatchObject({ units: {}, runs: 0, firstPassAt: null, seals: [] });
  });
});

describe("a lot with scrap and units on hold", () => {
  it("has them neither as done nor in its manifest; scrap is built anew, what is on hold keeps its place", async () => {
    await records.lots.open({ ...sampleLot, lot: "SMALL", quantity: 2 });
    for (const name of ["GW1", "GW2"]) await passUnit(records, name, "SMALL");
    await records.unitStates.change("GW1", { act: "quarantine", reason: "scratch" });
    expect(await records.lots.summary("SMALL")).toMatchObject({ done: 1, onHold: 1, scrapped: 0, remaining: 0 });
    await expect(startRun(records, "GW3", "1", "SMALL")).rejects.toMatchObject({ code: "records.lot-full" });
    await records.unitStates.change("GW1", { act: "scrap", reason: "burnt" });
    expect(await records.lots.summary("SMALL")).toMatchObject({ done: 1, onHold: 0, scrapped: 1, remaining: 1 });
    await passUnit(records, "GW4", "SMALL");
    const inManifest = [];
    for await (const { serialNumber } of records.manifest.entries("SMALL")) inManifest.push(serialNumber);
    expect(inManifest).toEqual(["GW2", "GW4"]);
    expect(await records.manifest.count("SMALL")).toBe(2);
    const named = await records.manifest.named("serialNumber", ["GW1", "GW2"]);
    expect(named.map(({ record }) => record.serialNumber)).toEqual(["GW2"]);
  });
});

describe("a unit is looked up", () => {
  it.each([
    ["gw1", "serial-number"],
    ["REG-GW1", "registration-id"],
    [samplePass("GW1", "").identity.publicKeySha256.toUpperCase(), "public-key"],
    [` ${samplePass("GW1", "").identity.publicKeySha256.replaceAll(/(..)(?!$)/g, "$1:")} `, "public-key"],
  ])("by %s", async (text, by) => {
    await passUnit(records, "GW1");
    await passUnit(records, "GW2");
    expect(await records.lists.lookUp(text)).toMatchObject([{ by, unit: { serialNumber: "GW1" } }]);
  });

  it("by what it had before rework", async () => {
    const before = samplePass("GW1", "").identity;
    await passUnit(records, "GW1");
    await records.unitStates.change("GW1", { act: "rework", reason: "board changed" });
    const runId = await startRun(records, "GW1");
    const identity = { endorsementKey: "AAAA", publicKeySha256: "b".repeat(64) };
    await records.runs.pass(samplePass("GW1", runId, identity));
    expect(await records.lists.lookUp("b".repeat(64))).toMatchObject([{ by: "public-key" }]);
    expect(await records.lists.lookUp(before.publicKeySha256)).toMatchObject([
      { by: "former-public-key", unit: { serialNumber: "GW1" } },
    ]);
  });

  it("by the number of its certificate", async () => {
    const unit = "GW1";
    const runId = await startRun(records, unit);
    const [serialNumber, authority, registrationId] = ["0a1b2c", "line", "reg-gw1"];
    const publicKeySha256 = "b".repeat(64);
    await records.certificates.intend({ runId, unit, serialNumber, authority, registrationId, publicKeySha256 });
    const [notBefore, notAfter] = [new Date("2026-01-01T00:00:00Z"), new Date("2036-01-01T00:00:00Z")];
    await records.certificates.issued({
      serialNumber,
      authority,
      chain: [Uint8Array.of(0x30, 0)],
      notBefore,
      notAfter,
    });
    expect(await records.lists.lookUp("0A:1B:2C")).toMatchObject([
      { by: "certificate-number", unit: { serialNumber: unit } },
    ]);
  });

  it("and nothing is found by a part of a name or by no name", async () => {
    await passUnit(records, "GW1");
    for (const text of ["GW", "%", "null", "'"]) expect(await records.lists.lookUp(text)).toEqual([]);
  });
});

describe("what may be done with a unit by hand", () => {
  it("follows from its state, and from whether its lot is closed", async () => {
    await passUnit(records, "GW1");
    const acts = async () => (await records.unitStates.allowed("GW1")).map(({ act, to }) => `${act} ${to}`);
    expect(await acts()).toEqual(["quarantine quarantined", "rework rework", "scrap scrapped"]);
    await records.lots.close("LOT-1");
    expect((await records.unitStates.allowed("GW1")).filter(({ lotClosed }) => lotClosed)).toMatchObject([
      { act: "rework" },
    ]);
    await records.unitStates.change("GW1", { act: "quarantine", reason: "scratch" });
    expect(await acts()).toEqual(["release provisioned", "rework rework", "scrap scrapped"]);
    await records.unitStates.change("GW1", { act: "scrap", reason: "scratch" });
    expect(await acts()).toEqual([]);
    await expect(records.unitStates.allowed("GW9")).rejects.toMatchObject({ code: "records.not-found" });
  });
});
