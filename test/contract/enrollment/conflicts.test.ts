import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { IndividualEnrollment } from "../../../main/dps/schema/individual-enrollment.ts";
import { possibleSolutions, type Solution } from "../../../main/enrollment/changes/possible-solutions.ts";
import { certificateFor, withUnits, x509EntryOf } from "./changes-fixture.ts";
import { endorsementKeyOf, tpmEntryOf } from "./reconcile-fixture.ts";

const digest = (base64: string): string => createHash("sha256").update(Buffer.from(base64, "base64")).digest("hex");
const ours = tpmEntryOf("u1");

/** A conflict: our entry was queued, theirs was there first. */
async function inConflict(theirs: IndividualEnrollment, mine: IndividualEnrollment = ours) {
  const plant = await withUnits([{ registrationId: mine.registrationId, state: "queued", entry: mine }]);
  await plant.client.putEnrollment(theirs);
  expect(await plant.queue.flush()).toMatchObject({ conflict: 1 });
  const [conflict] = await plant.records.parked.list({ state: "conflict", offset: 0, limit: 10 });
  if (conflict === undefined) throw new Error("no conflict");
  const state = async () => (await plant.records.enrollments.get("u1"))?.state;
  return { ...plant, conflict, state };
}

const kinds: readonly (readonly [string, IndividualEnrollment, readonly string[], readonly Solution[]])[] = [
  ["device id", { ...ours, deviceId: "other" }, ["device id"], ["adopt", "replace", "rename", "retry", "reject"]],
  [
    "status",
    { ...ours, provisioningStatus: "disabled" },
    ["provisioning status"],
    ["adopt", "replace", "rename", "retry", "reject"],
  ],
  ["key", tpmEntryOf("u1", "another"), ["endorsement key"], ["replace", "rename", "retry", "reject"]],
  [
    "key and device id",
    { ...tpmEntryOf("u1", "another"), deviceId: "other" },
    ["endorsement key", "device id"],
    ["replace", "rename", "retry", "reject"],
  ],
  [
    "kind of attestation",
    { registrationId: "u1", deviceId: "u1", attestation: { type: "symmetricKey" } },
    ["attestation type"],
    ["replace", "rename", "retry", "reject"],
  ],
];

describe.each(kinds)("an entry at the service with another %s", (_, theirs, fields, can) => {
  it("is kept with what differs, and with what can be done", async () => {
    const { conflict, client, records } = await inConflict(theirs);
    const byId = (registrationId: string) =>
      records.parked.list({ state: "conflict", registrationId, offset: 0, limit: 1 });
    expect(await byId("U1")).toEqual([conflict]);
    expect(await byId("u2")).toEqual([]);
    expect(conflict).toMatchObject({ registrationId: "u1", unit: "u1", code: "enrollment.conflict", solving: null });
    expect(conflict.differences?.map(({ field }) => field)).toEqual(fields);
    expect(possibleSolutions(conflict)).toEqual(can);
    expect(conflict.theirEtag).toBe((await client.getEnrollment("u1"))?.etag);
  });

  it("is replaced when a person says so", async () => {
    const { change, client, state } = await inConflict(theirs);
    expect(await change("u1", "replace")).toMatchObject({ state: "done" });
    expect(await state()).toBe("enrolled");
    expect(await client.getEnrollment("u1")).toMatchObject(ours);
  });

  it(`is ${can.includes("adopt") ? "" : "not "}adopted`, async () => {
    const { change, client, state, records } = await inConflict(theirs);
    const before = await client.getEnrollment("u1");
    const adopted = await change("u1", "adopt");
    expect(await client.getEnrollment("u1")).toEqual(before);
    if (!can.includes("adopt")) {
      expect(adopted).toMatchObject({ state: "failed", code: "enrollment.not-possible" });
      expect(await state()).toBe("conflict");
      return;
    }
    expect(adopted).toMatchObject({ state: "done" });
    const record = await records.enrollments.get("u1");
    expect(record).toMatchObject({ state: "enrolled", code: null, differences: null });
    expect(record?.entry).toMatchObject({ ...theirs, registrationId: "u1" });
  });
});

describe("a conflict", () => {
  it("shows keys and certificates by SHA-256", async () => {
    const tpm = await inConflict(tpmEntryOf("u1", "another"));
    expect(tpm.conflict.differences).toEqual([
      {
        field: "endorsement key",
        ours: `SHA-256 ${digest(endorsementKeyOf("u1"))}`,
        theirs: `SHA-256 ${digest(endorsementKeyOf("another"))}`,
      },
    ]);
    const [mine, other] = [await certificateFor("u1"), await certificateFor("u1")];
    const x509 = await inConflict(x509EntryOf("u1", other.pem), x509EntryOf("u1", mine.pem));
    expect(x509.conflict.differences).toEqual([
      { field: "certificate", ours: `SHA-256 ${digest(mine.base64)}`, theirs: `SHA-256 ${digest(other.base64)}` },
    ]);
  });

  it("never shows a symmetric key, nor its digest", async () => {
    const keysOf = (fill: number) => ({
      primaryKey: Buffer.alloc(64, fill).toString("base64"),
      secondaryKey: Buffer.alloc(64, fill + 1).toString("base64"),
    });
    const entryOf = (fill: number): IndividualEnrollment => ({
      registrationId: "u1",
      deviceId: "u1",
      attestation: { type: "symmetricKey", symmetricKey: keysOf(fill) },
    });
    const { conflict } = await inConflict(entryOf(8), entryOf(3));
    expect(conflict.differences).toEqual([{ field: "symmetric key", ours: "the unit's key", theirs: "another key" }]);
  });

  it.each(["replace", "adopt"] as const)("that changed since it was looked at is not solved by %s", async (act) => {
    const { change, client, state, records } = await inConflict({ ...ours, deviceId: "other" });
    await client.putEnrollment({ ...ours, deviceId: "third" }, { ifMatch: "*" });
    expect(await change("u1", act)).toMatchObject({ state: "failed", code: "enrollment.conflict" });
    expect(await state()).toBe("conflict");
    expect(await client.getEnrollment("u1")).toMatchObject({ deviceId: "third" });
    // Looked at again, it may be.
    const [conflict] = await records.parked.list({ state: "conflict", offset: 0, limit: 1 });
    expect(conflict?.differences).toEqual([{ field: "device id", ours: "u1", theirs: "third" }]);
    expect(await change("u1", act)).toMatchObject({ state: "done" });
    expect(await state()).toBe("enrolled");
  });

  it.each(["mended", "deleted"])("that was %s at the service is over when it is replaced", async (how) => {
    const { change, client, state } = await inConflict({ ...ours, deviceId: "other" });
    if (how === "mended") await client.putEnrollment(ours, { ifMatch: "*" });
    else await client.deleteEnrollment("u1");
    expect(await change("u1", "replace")).toMatchObject({ state: "done" });
    expect(await state()).toBe("enrolled");
    expect(await client.getEnrollment("u1")).toMatchObject(ours);
  });

  it("is compared again when a person retries it", async () => {
    const { change, client, state, queue } = await inConflict(tpmEntryOf("u1", "another"));
    await client.putEnrollment(ours, { ifMatch: "*" });
    expect(await change("u1", "retry")).toMatchObject({ state: "done" });
    expect(await state()).toBe("queued");
    expect(await queue.flush()).toMatchObject({ enrolled: 1 });
  });

  it("is given up when a person rejects the unit, which goes to rework and is retried by name only", async () => {
    const { change, state, records, queue } = await inConflict(tpmEntryOf("u1", "another"));
    expect(await change("u1", "reject")).toMatchObject({ state: "done" });
    expect(await state()).toBe("rejected");
    expect((await records.units.get("u1"))?.state).toBe("rework");
    expect((await records.enrollments.get("u1"))?.detail).toBe("by QA Ann: because");
    const who = { reason: "again", author: "QA" };
    expect(await records.parked.retry(who)).toBe(0);
    expect(await records.parked.retry(who, ["U1"])).toBe(1);
    expect(await queue.flush()).toMatchObject({ conflict: 1 });
    const { changes } = await records.enrollmentChanges.list({ offset: 0, limit: 9 });
    expect(changes.map(({ act, author }) => `${act} ${author}`)).toEqual(["retry QA", "reject QA Ann"]);
  });

  it("ends a solution that waited when it is decided otherwise", async () => {
    const { dps, change, records, client, queue } = await inConflict({ ...ours, deviceId: "other" });
    dps.setReachable(false);
    const { id } = await change("u1", "replace");
    expect(await records.enrollmentChanges.get(id)).toMatchObject({ state: "waiting" });
    const [conflict] = await records.parked.list({ state: "conflict", offset: 0, limit: 1 });
    expect(conflict?.solving).toBe("replace");
    await records.enrollmentChanges.intend({ registrationId: "u1", act: "reject", reason: "no", author: "QA" });
    expect(await records.enrollmentChanges.get(id)).toMatchObject({ state: "failed", code: "enrollment.not-possible" });
    dps.setReachable(true);
    await queue.flushChanges();
    expect(await client.getEnrollment("u1")).toMatchObject({ deviceId: "other" });
  });
});

describe("poisoned entries", () => {
  it("are parked with their error, and the rest go on", async () => {
    const entries = Array.from({ length: 25 }, (_, index) => {
      const registrationId = `u${index}`;
      const bad = index % 5 === 0 ? { iotHubs: ["no-such-hub.azure-devices.net"] } : {};
      return { registrationId, state: "queued" as const, entry: { ...tpmEntryOf(registrationId), ...bad } };
    });
    const { queue, records } = await withUnits(entries);
    expect(await queue.flush()).toMatchObject({ enrolled: 20, rejected: 5, queued: 0 });
    const parked = await records.parked.list({ state: "rejected", offset: 0, limit: 100 });
    expect(parked.map(({ registrationId }) => registrationId)).toEqual(["u0", "u5", "u10", "u15", "u20"]);
    expect(parked[0]).toMatchObject({ code: "dps.rejected", unit: "u0" });
    expect(queue.serviceState("plant-dps").lastErrors[0]).toMatchObject({ code: "dps.rejected" });
    expect(await records.parked.retry({ reason: "hub linked", author: "QA" })).toBe(5);
    expect(await records.enrollments.counts()).toMatchObject({ queued: 5, rejected: 0 });
  });
});
