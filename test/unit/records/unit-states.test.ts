import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type OpenDatabase, openDatabase } from "../../../main/records/database/open-database.ts";
import { type Records, recordsOver } from "../../../main/records/records.ts";
import { isAllowed, type UnitAct, type UnitState, unitTransitions } from "../../../main/records/unit-transitions.ts";
import { passUnit, SetClock, sampleLot, samplePass, startRun } from "../../harness/sample-records.ts";

let open: OpenDatabase;
let records: Records;

beforeEach(async () => {
  open = await openDatabase({ file: ":memory:", practice: true, clock: new SetClock() });
  records = recordsOver(open);
  records.audit.writeAs(() => ({ station: "Cell 4", operator: "Ada" }));
  await records.lots.open(sampleLot);
  await passUnit(records, "GW1");
});

afterEach(() => records.close());

const change = (act: "quarantine" | "release" | "rework" | "scrap", reason = "scratch") =>
  records.unitStates.change("GW1", { act, reason });

describe("the state of a unit", () => {
  it("changes with a reason that stays, in its history and in the audit trail", async () => {
    expect(await change("quarantine", "housing cracked")).toBe("quarantined");
    expect(await change("release", "only the label")).toBe("provisioned");
    const detail = await records.units.detail("GW1");
    expect(detail).toMatchObject({
      state: "provisioned",
      stateHistory: [
        { act: "quarantine", fromState: "provisioned", toState: "quarantined", reason: "housing cracked" },
        { act: "release", fromState: "quarantined", toState: "provisioned", operator: "Ada", station: "Cell 4" },
      ],
    });
    const entries = await records.audit.list({ after: 0, limit: 100 }, "GW1");
    expect(entries.map(({ act, reason }) => [act, reason])).toEqual([
      ["run-passed", null],
      ["unit-quarantine", "housing cracked"],
      ["unit-release", "only the label"],
    ]);
  });

  it("never leads out of scrap", async () => {
    expect(await change("scrap")).toBe("scrapped");
    for (const act of ["quarantine", "release", "rework", "scrap"] as const)
      await expect(change(act)).rejects.toMatchObject({ code: "records.not-possible" });
    const acts = Object.keys(unitTransitions).filter((act): act is UnitAct => act in unitTransitions);
    expect(acts.filter((act) => isAllowed(act, "scrapped"))).toEqual([]);
  });

  it("has an act that leads to every state but new", () => {
    const reached = Object.values(unitTransitions).map(({ to }): UnitState | "before" => to);
    for (const state of ["provisioned", "verified", "quarantined", "rework", "scrapped"] as const)
      expect(reached).toContain(state);
  });

  it("goes back to rework when a unit on hold came from there", async () => {
    for (const act of ["rework", "quarantine"] as const) await change(act);
    expect(await change("release")).toBe("rework");
  });

  it("is not changed for a unit that is not there", async () => {
    await expect(records.unitStates.change("GW9", { act: "scrap", reason: "x" })).rejects.toMatchObject({
      code: "records.not-found",
    });
  });

  it("has a history that nobody deletes or changes", async () => {
    await change("quarantine");
    expect(() => open.connection.exec("delete from unitStates")).toThrow("never deleted");
    expect(() => open.connection.exec("update unitStates set reason = 'x'")).toThrow("never changed");
  });
});

describe("rework", () => {
  const other = { endorsementKey: "AAAA", publicKeySha256: "b".repeat(64) };

  it("lets a run give the unit another key, keeps the old identity, and queues the new entry", async () => {
    await records.enrollments.enrolled("reg-gw1", { etag: null });
    await change("rework", "board changed");
    const runId = await startRun(records, "GW1");
    expect(await records.runs.pass(samplePass("GW1", runId, other))).toEqual({ enrollment: "queued" });
    expect(await records.units.detail("GW1")).toMatchObject({
      ...other,
      state: "provisioned",
      stateHistory: [{ act: "rework" }, { act: "provision", fromState: "rework", toState: "provisioned" }],
    });
    const former = open.connection.prepare("select identity from formerIdentities").pluck().all();
    expect(former).toEqual([
      expect.stringContaining(samplePass("GW1", "").identity.publicKeySha256) as unknown as string,
    ]);
    expect(() => open.connection.exec("update formerIdentities set identity = ''")).toThrow("never changed");
  });

  it("never gives it other names", async () => {
    await change("rework");
    const runId = await startRun(records, "GW1");
    await expect(records.runs.pass(samplePass("GW1", runId, { registrationId: "other" }))).rejects.toMatchObject({
      code: "records.identity-changed",
    });
    expect(await records.units.get("GW1")).toMatchObject({ state: "rework", registrationId: "reg-gw1" });
  });

  it("is not for a unit whose lot is closed", async () => {
    await records.lots.close("LOT-1");
    await expect(change("rework")).rejects.toMatchObject({ code: "records.lot-closed" });
  });
});
