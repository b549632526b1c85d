import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type OpenDatabase, openDatabase } from "../../../main/records/database/open-database.ts";
import { type Records, recordsOver } from "../../../main/records/records.ts";
import { passUnit, SetClock, sampleLot, samplePass, startRun } from "../../harness/sample-records.ts";

let open: OpenDatabase;
let records: Records;

beforeEach(async () => {
  open = await openDatabase({ file: ":memory:", practice: true, clock: new SetClock() });
  records = recordsOver(open);
  await records.lots.open(sampleLot);
});

afterEach(() => records.close());

describe("a PASS", () => {
  it("records identity, enrollment, unit and run together", async () => {
    const runId = await startRun(records, "GW1");
    expect(await records.runs.pass(samplePass("GW1", runId))).toEqual({ enrollment: "queued" });
    expect(await records.identities.findByUnit("GW1")).toMatchObject({ registrationId: "reg-gw1", deviceId: "GW1" });
    expect(await records.enrollments.get("REG-gw1")).toMatchObject({ state: "queued", unit: "GW1", attempts: 0 });
    const detail = await records.units.detail("GW1");
    expect(detail).toMatchObject({
      state: "provisioned",
      lastOutcome: "pass",
      enrollment: "queued",
      registrationId: "reg-gw1",
    });
    expect(detail?.runHistory).toMatchObject([{ id: runId, outcome: "pass", ms: 1234 }]);
  });

  it("leaves nothing behind when any part of it fails", async () => {
    const runId = await startRun(records, "GW1");
    for (const table of ["identities", "enrollments"]) {
      open.connection.exec(`create temp trigger refuse before insert on ${table} begin select raise(abort, 'no'); end`);
      await expect(records.runs.pass(samplePass("GW1", runId))).rejects.toThrow("no");
      open.connection.exec("drop trigger refuse");
      expect(await records.identities.findByUnit("GW1")).toBeUndefined();
      expect(await records.enrollments.counts()).toEqual({ queued: 0, enrolled: 0, conflict: 0, rejected: 0 });
      expect(await records.units.get("GW1")).toMatchObject({
        state: "new",
        lastOutcome: "running",
        registrationId: null,
      });
    }
    await records.runs.pass(samplePass("GW1", runId));
    expect(await records.units.get("GW1")).toMatchObject({ state: "provisioned" });
  });

  it("is the same again for the same unit with the same values", async () => {
    await passUnit(records, "GW1");
    await records.enrollments.enrolled("reg-gw1", { etag: null });
    const again = await startRun(records, "GW1");
    expect(await records.runs.pass(samplePass("GW1", again))).toEqual({ enrollment: "enrolled" });
    expect(await records.enrollments.counts()).toMatchObject({ enrolled: 1, queued: 0 });
    expect(await records.lots.summary("LOT-1")).toMatchObject({ done: 1 });
  });

  it("refuses another identity for the same unit", async () => {
    await passUnit(records, "GW1");
    const again = await startRun(records, "GW1");
    const other = samplePass("GW1", again, { endorsementKey: "AAAA", publicKeySha256: "b".repeat(64) });
    await expect(records.runs.pass(other)).rejects.toMatchObject({ code: "records.identity-changed" });
    expect(await records.identities.findByUnit("GW1")).toMatchObject({
      endorsementKey: samplePass("GW1", "").identity.endorsementKey,
    });
  });

  it.each([
    ["endorsementKey", "records.duplicate-endorsement-key"],
    ["publicKeySha256", "records.duplicate-key"],
    ["deviceId", "records.duplicate-device-id"],
    ["registrationId", "records.duplicate-registration-id"],
  ] as const)("refuses a known %s and names the first unit", async (field, code) => {
    await passUnit(records, "GW1");
    const second = await startRun(records, "GW2");
    const stolen = samplePass("GW1", "").identity[field] ?? "";
    const value = field === "registrationId" ? stolen.toUpperCase() : stolen;
    await expect(records.runs.pass(samplePass("GW2", second, { [field]: value }))).rejects.toMatchObject({
      code,
      detail: expect.stringContaining("already that of unit GW1") as string,
    });
    expect(await records.identities.findByUnit("GW2")).toBeUndefined();
  });

  it("tells device ids apart by letter case, as a hub does", async () => {
    await passUnit(records, "GW1");
    const second = await startRun(records, "GW2");
    await records.runs.pass(samplePass("GW2", second, { deviceId: "gw1" }));
    expect(await records.identities.findByDeviceId("gw1")).toMatchObject({ unit: "GW2" });
  });

  it("can leave the run going until the service has the entry", async () => {
    const runId = await startRun(records, "GW1");
    await records.runs.pass({ ...samplePass("GW1", runId), complete: false });
    expect(await records.units.get("GW1")).toMatchObject({
      state: "new",
      lastOutcome: "running",
      enrollment: "queued",
    });
    await records.runs.complete(runId, { ms: 5000 });
    expect(await records.units.get("GW1")).toMatchObject({ state: "provisioned", lastOutcome: "pass" });
    await expect(records.runs.complete(runId, { ms: 1 })).rejects.toMatchObject({ code: "records.run-over" });
  });

  it("needs a run that is about a unit and still running", async () => {
    await records.runs.start({ runId: "loose", lot: "LOT-1", slot: "1" });
    await expect(records.runs.pass(samplePass("GW1", "loose"))).rejects.toMatchObject({ code: "records.not-found" });
    const runId = await passUnit(records, "GW1");
    await expect(records.runs.pass(samplePass("GW1", runId))).rejects.toMatchObject({ code: "records.run-over" });
    await expect(records.runs.complete("loose", { ms: 1 })).rejects.toMatchObject({ code: "records.not-found" });
  });
});

describe("the unique indexes hold the same rule without the look-up", () => {
  it.each([
    ["endorsementKey", "records.duplicate-endorsement-key"],
    ["publicKeySha256", "records.duplicate-key"],
    ["registrationKey", "records.duplicate-registration-id"],
    ["deviceId", "records.duplicate-device-id"],
  ] as const)("%s", async (column, code) => {
    await passUnit(records, "GW1");
    await startRun(records, "GW2");
    const stored = await open.database.selectFrom("identities").selectAll().executeTakeFirstOrThrow();
    const copy = {
      ...stored,
      unit: stored.unit + 1,
      endorsementKey: "other",
      publicKeySha256: "other",
      registrationKey: "other",
      deviceId: "other",
      [column]: stored[column],
    };
    await expect(open.database.insertInto("identities").values(copy).execute()).rejects.toMatchObject({ code });
  });
});
