import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { AssignedNames } from "../../../main/records/assigned-names.ts";
import type { PassedRun } from "../../../main/records/record-pass.ts";
import { openRecords, type Records } from "../../../main/records/records.ts";
import { passUnit, sampleLot, samplePass, SetClock, startRun } from "../../harness/sample-records.ts";

let records: Records;

beforeEach(async () => {
  records = await openRecords({ file: ":memory:", practice: false, clock: new SetClock() });
  const opened = records;
  onTestFinished(() => opened.close());
  await records.lots.open(sampleLot);
});

const conflict = { code: "enrollment.conflict", detail: "another key" };
const names: AssignedNames = { registrationId: "reg-gw1-2", deviceId: null };

const rename = (registrationId = "reg-gw1", to = names) =>
  records.enrollmentChanges.intend({ registrationId, act: "rename", reason: "both", author: "Ann", names: to });

async function inConflict(serialNumber = "GW1"): Promise<void> {
  await passUnit(records, serialNumber);
  await records.enrollments.conflict(`reg-${serialNumber.toLowerCase()}`, conflict);
}

async function pass(serialNumber: string, change: Partial<PassedRun["identity"]>, more: Partial<PassedRun> = {}) {
  const runId = await startRun(records, serialNumber);
  return records.runs.pass({ ...samplePass(serialNumber, runId, change), ...more });
}

const unit = () => records.units.detail("GW1");

describe("a unit that is named anew", () => {
  it("goes to rework, keeps its old identity until it passes, and then has the new one", async () => {
    await inConflict();
    await rename();
    expect(await unit()).toMatchObject({ state: "rework", registrationId: "reg-gw1", enrollment: "rejected" });
    expect(await records.assignedNames.of("GW1")).toEqual(names);
    expect(await pass("GW1", { registrationId: "reg-gw1-2" })).toEqual({ enrollment: "queued" });
    expect(await unit()).toMatchObject({ state: "provisioned", registrationId: "reg-gw1-2", enrollment: "queued" });
    expect(await records.enrollments.get("reg-gw1")).toBeUndefined();
    expect(await records.enrollments.get("reg-gw1-2")).toMatchObject({ state: "queued", attempts: 0, code: null });
    expect(await records.enrollments.counts()).toEqual({ queued: 1, enrolled: 0, conflict: 0, rejected: 0 });
    expect(await pass("GW1", { registrationId: "reg-gw1-2" })).toEqual({ enrollment: "queued" });
  });

  it("takes no other name than the one it was given, nor the old one again", async () => {
    await inConflict();
    await rename();
    for (const registrationId of ["reg-gw1-3", "reg-other"]) {
      await expect(pass("GW1", { registrationId })).rejects.toMatchObject({ code: "records.identity-changed" });
    }
    expect(await pass("GW1", { registrationId: "reg-gw1-2" })).toEqual({ enrollment: "queued" });
    await expect(pass("GW1", { registrationId: "reg-gw1" })).rejects.toMatchObject({
      code: "records.identity-changed",
    });
  });

  it("takes no device id of its own choice without it", async () => {
    await inConflict();
    await records.unitStates.change("GW1", { act: "rework", reason: "scratched" });
    await expect(pass("GW1", { deviceId: "other" })).rejects.toMatchObject({ code: "records.identity-changed" });
  });

  it("may never have passed, and may be waiting in a run that requires the entry at the service", async () => {
    await pass("GW1", {}, { complete: false });
    await records.enrollments.conflict("reg-gw1", conflict);
    expect(await unit()).toMatchObject({ state: "new" });
    await rename();
    expect(await unit()).toMatchObject({ state: "rework" });
    await pass("GW1", { registrationId: "reg-gw1-2" }, { complete: false });
    expect(await unit()).toMatchObject({ state: "rework", registrationId: "reg-gw1-2", enrollment: "queued" });
    await records.enrollments.conflict("reg-gw1-2", conflict);
    await rename("reg-gw1-2", { registrationId: "reg-gw1-3", deviceId: null });
    await pass("GW1", { registrationId: "reg-gw1-3" });
    expect(await unit()).toMatchObject({ state: "provisioned", registrationId: "reg-gw1-3", enrollment: "queued" });
  });

  it("has an entry that nothing sends again, and an act that stays with the old name", async () => {
    await inConflict();
    await rename();
    const who = { reason: "again", author: "Ann" };
    expect(await records.parked.retry(who)).toBe(0);
    expect(await records.parked.retry(who, ["reg-gw1"])).toBe(0);
    expect(await records.enrollments.get("reg-gw1")).toMatchObject({
      state: "rejected",
      code: "enrollment.renamed",
      detail: "by Ann: both (from now on reg-gw1-2)",
    });
    await pass("GW1", { registrationId: "reg-gw1-2" });
    const { changes } = await records.enrollmentChanges.list({ offset: 0, limit: 9 });
    expect(changes).toMatchObject([{ registrationId: "reg-gw1", act: "rename", unit: "GW1", state: "done" }]);
    const acts = (await unit())?.stateHistory.map(({ act, reason }) => [act, reason]);
    expect(acts?.[0]).toEqual(["rename", "both (from now on reg-gw1-2)"]);
  });

  it("loses the symmetric key that was kept for the old name, and not the new one's", async () => {
    const change = { attestation: "symmetric-key", endorsementKey: null } as const;
    const intend = async (registrationId: string, keySha256: string): Promise<void> => {
      const runId = await startRun(records, "GW1");
      await records.symmetricKeys.intend({ unit: "GW1", runId, registrationId, keySha256, sealed: "c2VhbGVk" });
      await records.runs.pass(samplePass("GW1", runId, { ...change, registrationId, publicKeySha256: keySha256 }));
    };
    await intend("reg-gw1", "a".repeat(64));
    await records.enrollments.conflict("reg-gw1", conflict);
    await rename();
    expect(await records.symmetricKeys.find("reg-gw1")).toBeDefined();
    await intend("reg-gw1-2", "b".repeat(64));
    expect(await records.symmetricKeys.findOf("GW1", "reg-gw1")).toBeUndefined();
    expect(await records.symmetricKeys.find("reg-gw1-2")).toMatchObject({ keySha256: "b".repeat(64) });
  });
});

describe("a name", () => {
  it.each(["reg-gw1", "REG-GW1-2"])("%s of a renamed unit is never another's", async (registrationId) => {
    await inConflict();
    await rename();
    await pass("GW1", { registrationId: "reg-gw1-2" });
    const taken = { code: "records.duplicate-registration-id" };
    await expect(pass("GW2", { registrationId })).rejects.toMatchObject(taken);
    await inConflict("GW3");
    await expect(rename("reg-gw3", { registrationId, deviceId: null })).rejects.toMatchObject(taken);
    expect([...(await records.assignedNames.taken([registrationId, "free"]))]).toEqual([registrationId.toLowerCase()]);
  });

  it("that is to be a device id is no other unit's", async () => {
    await inConflict();
    await passUnit(records, "gw2");
    const wanted = { registrationId: "gw2", deviceId: "gw2" };
    await expect(rename("reg-gw1", wanted)).rejects.toMatchObject({ code: "records.duplicate-device-id" });
  });

  it("is given only where an entry is abandoned, of a unit that is free and of a lot that is open", async () => {
    const refused = { code: "records.not-possible" };
    await passUnit(records, "GW1");
    await expect(rename()).rejects.toMatchObject(refused);
    await records.enrollments.conflict("reg-gw1", conflict);
    await records.unitStates.change("GW1", { act: "quarantine", reason: "smells" });
    await expect(rename()).rejects.toMatchObject(refused);
    await records.unitStates.change("GW1", { act: "release", reason: "aired" });
    await records.lots.close(sampleLot.lot);
    await expect(rename()).rejects.toMatchObject({ code: "records.lot-closed" });
    expect(await records.assignedNames.of("GW1")).toBeUndefined();
    expect((await records.enrollmentChanges.list({ offset: 0, limit: 9 })).total).toBe(0);
  });
});
