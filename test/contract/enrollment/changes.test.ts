import { describe, expect, it } from "vitest";
import { DpsError } from "../../../main/dps/dps-error.ts";
import type { IndividualEnrollment } from "../../../main/dps/schema/individual-enrollment.ts";
import { certificateFor, withUnits, x509EntryOf } from "./changes-fixture.ts";
import { tpmEntryOf } from "./reconcile-fixture.ts";

const unit = (entry: IndividualEnrollment) => ({ registrationId: entry.registrationId, entry });
const twin = { tags: { line: "2" }, properties: { desired: { rate: 5 } } };
const reset = new DpsError("unreachable", "read ECONNRESET", { mayHaveActed: true });

describe("an entry", () => {
  it("is disabled and enabled again, and keeps all the rest", async () => {
    const entry = { ...tpmEntryOf("u1"), initialTwin: twin, capabilities: { iotEdge: true } };
    const { client, records, change } = await withUnits([unit(entry)]);
    await client.putEnrollment(entry);
    expect(await change("U1", "disable")).toMatchObject({ state: "done", author: "QA Ann", reason: "because" });
    expect(await client.getEnrollment("u1")).toMatchObject({ ...entry, provisioningStatus: "disabled" });
    expect(await records.enrollments.get("u1")).toMatchObject({
      state: "enrolled",
      code: "enrollment.disabled",
      entry: { provisioningStatus: "disabled" },
    });
    const status = async () => (await records.units.detail("u1"))?.enrollmentDetail?.status;
    expect(await status()).toBe("disabled");
    const again = await client.getEnrollment("u1");
    expect(await change("u1", "disable")).toMatchObject({ state: "done" });
    expect((await client.getEnrollment("u1"))?.etag).toBe(again?.etag);
    expect(await change("u1", "enable")).toMatchObject({ state: "done" });
    expect(await client.getEnrollment("u1")).toMatchObject(entry);
    expect((await records.enrollments.get("u1"))?.code).toBeNull();
    expect(await status()).toBe("enabled");
  });

  it("with a certificate or symmetric keys keeps them, which the service hides, when it is disabled", async () => {
    const { pem } = await certificateFor("c1");
    const keys = {
      primaryKey: Buffer.alloc(64, 1).toString("base64"),
      secondaryKey: Buffer.alloc(64, 2).toString("base64"),
    };
    const symmetric = { registrationId: "s1", attestation: { type: "symmetricKey" as const, symmetricKey: keys } };
    const recorded = { registrationId: "s1", deviceId: "s1", attestation: { type: "symmetricKey" as const } };
    const { client, change } = await withUnits([unit(x509EntryOf("c1", pem)), unit(recorded)]);
    await client.putEnrollment(x509EntryOf("c1", pem));
    await client.putEnrollment(symmetric);
    const before = await client.getEnrollment("c1");
    expect(await change("c1", "disable")).toMatchObject({ state: "done" });
    expect(await client.getEnrollment("c1")).toMatchObject({
      provisioningStatus: "disabled",
      attestation: before?.attestation,
    });
    expect(await change("s1", "disable")).toMatchObject({ state: "done" });
    expect(await client.getAttestationMechanism("s1")).toMatchObject({ symmetricKey: keys });
  });

  it("is deleted, which is told apart from missing, and enrolled no more by itself", async () => {
    const { client, records, change, queue } = await withUnits([unit(tpmEntryOf("u1"))]);
    await client.putEnrollment(tpmEntryOf("u1"));
    expect(await change("u1", "delete")).toMatchObject({ state: "done" });
    expect(await client.getEnrollment("u1")).toBeUndefined();
    expect(await records.enrollments.get("u1")).toMatchObject({ code: "enrollment.deleted" });
    expect((await records.units.detail("u1"))?.enrollmentDetail?.status).toBe("deleted");
    expect(await records.enrollments.counts()).toEqual({ queued: 0, enrolled: 0, conflict: 0, rejected: 0 });
    expect(await change("u1", "delete")).toMatchObject({ state: "done" });
    expect(await change("u1", "disable")).toMatchObject({ state: "failed", code: "enrollment.not-possible" });
    expect(await queue.flush()).toMatchObject({ enrolled: 0 });
    expect(await records.reconciliation.progress("plant-dps")).toBeUndefined();
    expect(await records.reconciliation.unseen("plant-dps", 0, 10)).toEqual([]);
  });

  it("that is another device's is neither disabled nor deleted", async () => {
    const { client, change } = await withUnits([unit(tpmEntryOf("u1"))]);
    await client.putEnrollment(tpmEntryOf("u1", "another"));
    for (const act of ["disable", "delete"] as const) {
      expect(await change("u1", act)).toMatchObject({ state: "failed", code: "enrollment.conflict" });
    }
    expect(await client.getEnrollment("u1")).toMatchObject(tpmEntryOf("u1", "another"));
  });

  it("that is gone cannot be disabled", async () => {
    const { change } = await withUnits([unit(tpmEntryOf("u1"))]);
    expect(await change("u1", "disable")).toMatchObject({ state: "failed", code: "enrollment.gone" });
  });
});

const settings = {
  reprovisionPolicy: { updateHubAssignment: false, migrateDeviceData: false },
  capabilities: { iotEdge: true },
  allocationPolicy: "static" as const,
  iotHubs: ["practice-hub-west.azure-devices.test"],
  initialTwin: { tags: { floor: "2" }, properties: { desired: { interval: 5 } } },
};

describe("settings of a recipe", () => {
  it("take the place of those at the service, and nothing else changes", async () => {
    const { client, records, change } = await withUnits([unit(tpmEntryOf("u1"))]);
    await client.putEnrollment({
      ...tpmEntryOf("u1"),
      deviceId: "renamed",
      provisioningStatus: "disabled",
      initialTwin: { tags: { old: "1" }, properties: { desired: {} } },
    });
    expect(await change("u1", "update", { settings })).toMatchObject({ state: "done" });
    const kept = { deviceId: "renamed", provisioningStatus: "disabled", attestation: tpmEntryOf("u1").attestation };
    expect(await client.getEnrollment("u1")).toMatchObject({ ...settings, ...kept });
    expect((await client.getEnrollment("u1"))?.initialTwin?.tags).toEqual({ floor: "2" });
    expect((await records.enrollments.get("u1"))?.entry).toMatchObject({ ...tpmEntryOf("u1"), ...settings });

    const { etag } = (await client.getEnrollment("u1")) ?? {};
    expect(await change("u1", "update", { settings })).toMatchObject({ state: "done" });
    expect((await client.getEnrollment("u1"))?.etag).toBe(etag);
    const { initialTwin: _, iotHubs: _1, ...fewer } = settings;
    expect(await change("u1", "update", { settings: fewer })).toMatchObject({ state: "done" });
    const { initialTwin, iotHubs } = (await client.getEnrollment("u1")) ?? {};
    expect([initialTwin?.tags ?? {}, iotHubs ?? []]).toEqual([{}, []]);
  });

  it("keep certificates and symmetric keys as they are", async () => {
    const { pem } = await certificateFor("c1");
    const keys = {
      primaryKey: Buffer.alloc(64, 3).toString("base64"),
      secondaryKey: Buffer.alloc(64, 4).toString("base64"),
    };
    const keyed = { registrationId: "k1", deviceId: "k1", attestation: { type: "symmetricKey" as const } };
    const { client, change } = await withUnits([unit(x509EntryOf("c1", pem)), unit(keyed)]);
    await client.putEnrollment(x509EntryOf("c1", pem));
    await client.putEnrollment({ ...keyed, attestation: { type: "symmetricKey", symmetricKey: keys } });
    const thumbprint = async () =>
      (await client.getEnrollment("c1"))?.attestation.x509?.clientCertificates?.primary?.info?.sha256Thumbprint;
    const before = await thumbprint();
    for (const id of ["c1", "k1"]) expect(await change(id, "update", { settings })).toMatchObject({ state: "done" });
    expect(await thumbprint()).toBe(before);
    expect((await client.getAttestationMechanism("k1"))?.symmetricKey).toEqual(keys);
  });

  it("are not written over an entry of another device, nor where there is none", async () => {
    const { client, change } = await withUnits([unit(tpmEntryOf("u1"))]);
    expect(await change("u1", "update", { settings })).toMatchObject({ state: "failed", code: "enrollment.gone" });
    await client.putEnrollment(tpmEntryOf("u1", "another"));
    expect(await change("u1", "update", { settings })).toMatchObject({ state: "failed", code: "enrollment.conflict" });
    expect(await change("u1", "update")).toMatchObject({ state: "failed", code: "enrollment.not-possible" });
  });
});

describe("a certificate", () => {
  it("is rolled through the second slot, and each step may be repeated", async () => {
    const old = await certificateFor("c1");
    const fresh = await certificateFor("c1");
    const { client, records, change } = await withUnits([unit(x509EntryOf("c1", old.pem))]);
    await client.putEnrollment(x509EntryOf("c1", old.pem));
    const thumbprints = async () => {
      const { primary, secondary } = (await client.getEnrollment("c1"))?.attestation.x509?.clientCertificates ?? {};
      return [primary?.info?.sha256Thumbprint, secondary?.info?.sha256Thumbprint];
    };
    const [first] = await thumbprints();
    expect(await change("c1", "promote")).toMatchObject({ state: "failed", code: "enrollment.not-possible" });
    const rotate = () => change("c1", "rotate", { certificate: fresh.base64 });
    expect(await rotate()).toMatchObject({ state: "done" });
    expect(await rotate()).toMatchObject({ state: "done" });
    const [primary, second] = await thumbprints();
    expect(primary).toBe(first);
    expect(second).toBeDefined();
    expect(await change("c1", "disable")).toMatchObject({ state: "done" });
    expect(await thumbprints()).toEqual([first, second]);
    expect(await change("c1", "promote")).toMatchObject({ state: "done" });
    expect(await thumbprints()).toEqual([second, undefined]);
    expect(JSON.stringify((await records.enrollments.get("c1"))?.entry)).not.toContain("secondary");
  });

  it("of a promotion whose answer was lost is found promoted", async () => {
    const old = await certificateFor("c1");
    const fresh = await certificateFor("c1");
    let lose = false;
    const { client, change, records, queue } = await withUnits([unit(x509EntryOf("c1", old.pem))], (real) => ({
      putEnrollment: async (entry, options) => {
        const answer = await real.putEnrollment(entry, options);
        if (lose) throw reset;
        return answer;
      },
    }));
    await client.putEnrollment(x509EntryOf("c1", old.pem));
    await change("c1", "rotate", { certificate: fresh.base64 });
    lose = true;
    const { id } = await change("c1", "promote");
    expect(await records.enrollmentChanges.get(id)).toMatchObject({ state: "waiting" });
    await queue.flushChanges();
    expect(await records.enrollmentChanges.get(id)).toMatchObject({ state: "done" });
  });

  it("is not rolled for a TPM", async () => {
    const { client, change } = await withUnits([unit(tpmEntryOf("u1"))]);
    await client.putEnrollment(tpmEntryOf("u1"));
    const { base64 } = await certificateFor("u1");
    expect(await change("u1", "rotate", { certificate: base64 })).toMatchObject({ code: "enrollment.not-possible" });
  });
});

describe("a change", () => {
  it.each(["disable", "delete", "update"] as const)("(%s) whose answer was lost is done the next time", async (act) => {
    let lose = true;
    const { client, records, change, queue } = await withUnits([unit(tpmEntryOf("u1"))], (real) => {
      const lost = async <Value>(answer: Promise<Value>): Promise<Value> => {
        const value = await answer;
        if (!lose) return value;
        lose = false;
        throw reset;
      };
      return {
        putEnrollment: (entry, options) => lost(real.putEnrollment(entry, options)),
        deleteEnrollment: (id, options) => lost(real.deleteEnrollment(id, options)),
      };
    });
    await client.putEnrollment(tpmEntryOf("u1"));
    const first = await change("u1", act, { settings });
    expect(first).toMatchObject({ state: "waiting", code: "dps.unreachable", attempts: 1 });
    const etag = (await client.getEnrollment("u1"))?.etag;
    await queue.flushChanges();
    expect(await records.enrollmentChanges.get(first.id)).toMatchObject({ state: "done", attempts: 2, code: null });
    // Nothing was written twice.
    expect((await client.getEnrollment("u1"))?.etag).toBe(etag);
  });

  it("meets an entry that somebody changes at that moment, and goes on with what is there then", async () => {
    let between = true;
    const { client, change, records, queue } = await withUnits([unit(tpmEntryOf("u1"))], (real) => ({
      putEnrollment: async (entry, options) => {
        if (between) {
          between = false;
          await real.putEnrollment({ ...tpmEntryOf("u1"), initialTwin: twin }, { ifMatch: "*" });
        }
        return real.putEnrollment(entry, options);
      },
    }));
    await client.putEnrollment(tpmEntryOf("u1"));
    const { id } = await change("u1", "disable");
    expect(await records.enrollmentChanges.get(id)).toMatchObject({ state: "waiting", code: "dps.etag" });
    await queue.flushChanges();
    expect(await client.getEnrollment("u1")).toMatchObject({ provisioningStatus: "disabled", initialTwin: twin });
  });

  it("waits for its entry to be sent, and keeps its order", async () => {
    const queued = { ...unit(tpmEntryOf("u1")), state: "queued" as const };
    const { client, change, queue, records } = await withUnits([queued]);
    expect(await change("u1", "disable")).toMatchObject({ state: "waiting", attempts: 0 });
    expect(await change("u1", "enable")).toMatchObject({ state: "waiting", attempts: 0 });
    const last = await change("u1", "disable");
    expect(await queue.flush()).toMatchObject({ enrolled: 1 });
    await queue.flushChanges();
    const { changes } = await records.enrollmentChanges.list({ offset: 0, limit: 10, registrationId: "U1" });
    expect(changes.map(({ act, state }) => `${act} ${state}`)).toEqual(["disable done", "enable done", "disable done"]);
    expect(changes[0]?.id).toBe(last.id);
    expect(await client.getEnrollment("u1")).toMatchObject({ provisioningStatus: "disabled" });
  });

  it("is carried out in the background, also while the service is away at first", async () => {
    const { client, dps, records, queue } = await withUnits([unit(tpmEntryOf("u1"))]);
    await client.putEnrollment(tpmEntryOf("u1"));
    dps.setReachable(false);
    queue.start();
    const intent = { registrationId: "u1", act: "disable", reason: "recall", author: "QA" } as const;
    const id = await records.enrollmentChanges.intend(intent);
    queue.wake();
    const state = async () => (await records.enrollmentChanges.get(id)).code;
    await expect.poll(state, { timeout: 5_000 }).toBe("dps.unreachable");
    expect(queue.serviceState("plant-dps")).toMatchObject({ state: "unreachable" });
    dps.setReachable(true);
    await expect.poll(async () => (await records.enrollmentChanges.get(id)).state, { timeout: 5_000 }).toBe("done");
    expect(await client.getEnrollment("u1")).toMatchObject({ provisioningStatus: "disabled" });
  });

  it("is never changed or deleted once it is over", async () => {
    const { client, records, change } = await withUnits([unit(tpmEntryOf("u1"))]);
    await client.putEnrollment(tpmEntryOf("u1"));
    const { id } = await change("u1", "disable");
    await expect(records.enrollmentChanges.failed(id, { code: "x", detail: "y" })).rejects.toMatchObject({
      code: "records.not-found",
    });
  });
});
