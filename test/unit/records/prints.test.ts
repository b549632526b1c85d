import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type OpenDatabase, openDatabase } from "../../../main/records/database/open-database.ts";
import { type Records, recordsOver } from "../../../main/records/records.ts";
import { passUnit, SetClock, sampleLot, startRun } from "../../harness/sample-records.ts";

let open: OpenDatabase;
let records: Records;
const clock = new SetClock();

beforeEach(async () => {
  open = await openDatabase({ file: ":memory:", practice: true, clock });
  records = recordsOver(open);
  records.audit.writeAs(() => ({ station: "Cell 4", operator: "Ada" }));
  await records.lots.open(sampleLot);
  await passUnit(records, "GW1");
});

afterEach(() => records.close());

const label = {
  template: "gateway@3",
  printer: "zebra-1",
  copies: 1,
  outcome: "printed",
  code: null,
  reprintReason: null,
  scanBack: null,
} as const;
const awaited = { ...label, scanBack: { slot: "3", codes: ["GW1", "https://example.test/gw1"] } };

describe("labels", () => {
  it("are kept with who printed which where, in the audit trail too", async () => {
    await records.prints.recordPrint("GW1", label);
    expect(await records.prints.listPrints("GW1")).toEqual([
      { ...label, operator: "Ada", station: "Cell 4", at: clock.now().toISOString() },
    ]);
    const entries = await records.audit.list({ after: 0, limit: 100 }, "GW1");
    expect(entries.at(-1)).toMatchObject({
      act: "label-printed",
      facts: { printer: "zebra-1", template: "gateway@3" },
    });
  });

  it("after the first need a reason; one that was not printed is none", async () => {
    await records.prints.recordPrint("GW1", { ...label, outcome: "failed", code: "label.no-paper" });
    expect(await records.prints.isPrinted("GW1")).toBe(false);
    await records.prints.recordPrint("GW1", label);
    expect(await records.prints.isPrinted("GW1")).toBe(true);
    await expect(records.prints.recordPrint("GW1", label)).rejects.toMatchObject({ code: "records.reprint-reason" });
    await records.prints.recordPrint("GW1", { ...label, reprintReason: "smeared" });
    expect((await records.prints.listPrints("GW1")).map(({ reprintReason }) => reprintReason)).toEqual([
      "smeared",
      null,
      null,
    ]);
  });

  it("that did not come out of the last unit of a slot are told of, until one did or the slot went on", async () => {
    const [run] = (await records.units.detail("GW1"))?.runHistory ?? [];
    const slot = run?.slot ?? "no run";
    expect(await records.prints.unprintedIn("nowhere")).toBeUndefined();
    expect(await records.prints.unprintedIn(slot)).toEqual({ serialNumber: "GW1", code: null });
    await records.prints.recordPrint("GW1", { ...label, outcome: "failed", code: "printer.paper-out" });
    expect(await records.prints.unprintedIn(slot)).toEqual({ serialNumber: "GW1", code: "printer.paper-out" });
    await records.prints.recordPrint("GW1", label);
    expect(await records.prints.unprintedIn(slot)).toBeUndefined();
    await passUnit(records, "GW2");
    expect(await records.prints.unprintedIn(slot)).toMatchObject({ serialNumber: "GW2" });
    await startRun(records, "GW3");
    expect(await records.prints.unprintedIn(slot)).toBeUndefined();
  });

  it("are of a unit that is there, and stay", async () => {
    await expect(records.prints.recordPrint("GW9", label)).rejects.toMatchObject({ code: "records.not-found" });
    await records.prints.recordPrint("GW1", label);
    expect(() => open.connection.exec("delete from prints")).toThrow("never deleted");
    expect(() => open.connection.exec("update prints set printer = 'x'")).toThrow("never changed");
  });
});

describe("labels that are scanned back", () => {
  const scanBack = async () => (await records.prints.listPrints("GW1")).map((print) => print.scanBack?.outcome ?? null);
  const waiting = () => records.labelScans.awaitedIn("3");

  it("wait for it, also when the records are opened again, until the right one was scanned", async () => {
    expect(await waiting()).toBeUndefined();
    await records.prints.recordPrint("GW1", awaited);
    const found = (await waiting()) ?? expect.fail("nothing waits");
    expect(found).toMatchObject({ serialNumber: "GW1", codes: ["GW1", "https://example.test/gw1"] });
    expect(await records.labelScans.awaitedIn("4")).toBeUndefined();
    expect(await scanBack()).toEqual(["never"]);

    await records.labelScans.record({ label: found, outcome: "wrong", scanned: "GW2", slot: "3" });
    expect([await scanBack(), (await waiting())?.print]).toEqual([["wrong"], found.print]);
    await records.labelScans.record({ label: found, outcome: "right", scanned: "GW1", slot: "3" });
    await records.labelScans.record({ label: found, outcome: "wrong", scanned: "GW2", slot: "3" });
    expect([await scanBack(), await waiting()]).toEqual([["right"], undefined]);
    expect(await records.labelScans.unscannedOf("GW1")).toBeUndefined();
    expect((await records.prints.listPrints("GW1"))[0]?.scanBack).toEqual({
      outcome: "right",
      scanned: "GW1",
      operator: "Ada",
      at: clock.now().toISOString(),
    });
    const told = (await records.audit.list({ after: 0, limit: 100 }, "GW1")).map(({ act, facts }) => [act, facts]);
    expect(told).toContainEqual(["label-checked", { scanned: "GW1", slot: "3" }]);
    expect(told).toContainEqual(["label-wrong", { scanned: "GW2", slot: "3" }]);
  });

  it("wait no longer where the line went on, or another label was printed; the unit still owes its scan", async () => {
    await records.prints.recordPrint("GW1", awaited);
    const first = (await waiting()) ?? expect.fail("nothing waits");
    await records.labelScans.record({ label: first, outcome: "none", slot: "3" });
    expect([await waiting(), await scanBack()]).toEqual([undefined, ["never"]]);
    expect(await records.labelScans.unscannedOf("GW1")).toMatchObject({ print: first.print });
    await records.prints.recordPrint("GW1", { ...awaited, reprintReason: "smeared" });
    expect((await waiting())?.print).toBeGreaterThan(first.print);
    await records.prints.recordPrint("GW1", { ...label, reprintReason: "torn" });
    expect([await waiting(), await scanBack()]).toEqual([undefined, [null, "never", "never"]]);
  });

  it("keep their scans for good", async () => {
    await records.prints.recordPrint("GW1", awaited);
    const found = (await waiting()) ?? expect.fail("nothing waits");
    await records.labelScans.record({ label: found, outcome: "wrong", scanned: "x".repeat(500), slot: "3" });
    expect((await records.prints.listPrints("GW1"))[0]?.scanBack?.scanned).toHaveLength(128);
    expect(() => open.connection.exec("delete from labelScans")).toThrow("never deleted");
    expect(() => open.connection.exec("update labelScans set outcome = 'right'")).toThrow("never changed");
  });
});

describe("stations", () => {
  it("are kept with when they were first and last seen, by name and machine; runs and lots name theirs", async () => {
    await records.stations.seen({ name: "Cell 4", host: "pc-1" });
    const first = clock.now().toISOString();
    clock.advance(5000);
    await records.stations.seen({ name: "Cell 4", host: "pc-1" });
    await records.stations.seen({ name: "Cell 4", host: "pc-2" });
    expect(await records.stations.list()).toEqual([
      { name: "Cell 4", host: "pc-1", firstSeenAt: first, lastSeenAt: clock.now().toISOString() },
      { name: "Cell 4", host: "pc-2", firstSeenAt: clock.now().toISOString(), lastSeenAt: clock.now().toISOString() },
    ]);
    expect(await records.lots.get("LOT-1")).toMatchObject({ station: "Cell 4" });
    expect((await records.units.detail("GW1"))?.runHistory).toMatchObject([{ station: "Cell 4" }]);
  });
});
