import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRecords, type Records } from "../../../main/records/records.ts";
import { passUnit, SetClock, sampleLot, samplePass, startRun } from "../../harness/sample-records.ts";

let records: Records;
const wanted = { reason: "because", author: "QA" };

beforeEach(async () => {
  records = await openRecords({ file: ":memory:", practice: true, clock: new SetClock() });
  await records.lots.open(sampleLot);
});

afterEach(() => records.close());

describe("counts of enrollments", () => {
  it("follow every change of state, by service, without deleted ones", async () => {
    for (const name of ["A", "B", "C", "D"]) await passUnit(records, name);
    await records.enrollments.enrolled("reg-a", { etag: null });
    await records.enrollments.enrolled("reg-b", { etag: "x" });
    await records.enrollments.conflict("reg-c", { code: "enrollment.conflict", detail: "" });
    await records.enrollments.rejected("reg-d", { code: "dps.rejected", detail: "" });
    expect(await records.enrollments.counts()).toEqual({ queued: 0, enrolled: 2, conflict: 1, rejected: 1 });
    const id = await records.enrollmentChanges.intend({ ...wanted, registrationId: "reg-a", act: "delete" });
    await records.enrollmentChanges.done(id, { etag: null, deleted: true });
    await records.enrollmentChanges.intend({ ...wanted, registrationId: "reg-c", act: "retry" });
    expect(await records.enrollments.counts()).toEqual({ queued: 1, enrolled: 1, conflict: 0, rejected: 1 });
    expect([...(await records.enrollments.countsByService())]).toEqual([
      ["plant-dps", { queued: 1, enrolled: 1, conflict: 0, rejected: 1 }],
    ]);
  });
});

describe("a unit that is built again", () => {
  const again = async (name: string) => records.runs.pass(samplePass(name, await startRun(records, name)));

  it("is enrolled again when its entry was deleted", async () => {
    await passUnit(records, "A");
    await records.enrollments.enrolled("reg-a", { etag: null });
    const disable = await records.enrollmentChanges.intend({ ...wanted, registrationId: "reg-a", act: "disable" });
    const entry = { ...Object((await records.enrollments.get("reg-a"))?.entry), provisioningStatus: "disabled" };
    await records.enrollmentChanges.done(disable, { etag: null, entry });
    expect(await again("A")).toMatchObject({ enrollment: "enrolled" });
    const id = await records.enrollmentChanges.intend({ ...wanted, registrationId: "reg-a", act: "delete" });
    await records.enrollmentChanges.done(id, { etag: null, deleted: true });
    expect(await again("A")).toMatchObject({ enrollment: "queued" });
    const entryNow = (await records.enrollments.get("reg-a"))?.entry;
    expect(entryNow).not.toMatchObject({ provisioningStatus: "disabled" });
    expect((await records.enrollments.get("reg-a"))?.deletedAt).toBeNull();
  });
});

describe("changes", () => {
  it("wait in order, one per entry, and only for entries that are sent", async () => {
    await passUnit(records, "A");
    await passUnit(records, "B");
    await records.enrollments.enrolled("reg-a", { etag: null });
    const first = await records.enrollmentChanges.intend({ ...wanted, registrationId: "REG-A", act: "disable" });
    await records.enrollmentChanges.intend({ ...wanted, registrationId: "reg-a", act: "enable" });
    await records.enrollmentChanges.intend({ ...wanted, registrationId: "reg-b", act: "disable" });
    const far = new Date("2100-01-01T00:00:00Z");
    expect((await records.enrollmentChanges.due(far, 10)).map(({ id }) => id)).toEqual([first]);
    expect(await records.enrollmentChanges.due(far, 10, ["plant-dps"])).toEqual([]);
    expect([...(await records.enrollmentChanges.waiting())]).toEqual([["plant-dps", 3]]);
    await expect(
      records.enrollmentChanges.intend({ ...wanted, registrationId: "nobody", act: "disable" }),
    ).rejects.toMatchObject({ code: "records.not-found" });
  });
});
