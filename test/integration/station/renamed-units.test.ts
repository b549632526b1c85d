import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Conflicting,
  inConflict,
  type RenamingPlant,
  renamingPlant,
  type UnitKind,
} from "../../harness/renaming-plant.ts";

let home: RenamingPlant;

beforeAll(async () => {
  home = await renamingPlant();
});

afterAll(() => home.close());

const detailOf = ({ serialNumber }: Conflicting) => home.records.units.detail(serialNumber);
const secretsOf = ({ unit: { device } }: Conflicting) => ({
  key: Buffer.from(device.symmetricKey ?? []).toString("hex"),
  certificate: device.chain[0] === undefined ? null : new X509Certificate(device.chain[0]),
});

const kinds: readonly UnitKind[] = ["tpm", "x509", "symmetric-key"];

/** Issue 4: a conflict's third way out, from the station to the registered device. */
describe.each(kinds)("a %s unit in conflict that is given another registration id", (kind) => {
  it("goes to rework, passes under the new name, is enrolled by it and registers with it; both devices live", async () => {
    const conflict = await inConflict(home, kind);
    const { unit, serialNumber, old, name, recipe } = conflict;
    const theirs = await home.client.getEnrollment(old);
    const before = secretsOf(conflict);
    const change = await home.solve(old, "rename", name.toUpperCase());
    expect(change).toMatchObject({ act: "rename", state: "done", registrationId: old, detail: `from now on ${name}` });
    expect(await detailOf(conflict)).toMatchObject({
      state: "rework",
      registrationId: old,
      enrollmentDetail: { state: "rejected", code: "enrollment.renamed" },
    });

    const { state } = await home.run(unit, { recipe });
    expect(state).toMatchObject({ outcome: "pass", error: null, registrationId: name });
    expect(unit.device.registration?.registrationId).toBe(name);
    const after = secretsOf(conflict);
    if (kind === "x509") expect(after.certificate?.subject).toContain(`CN=${name}`);
    if (kind === "symmetric-key") expect(after.key).not.toBe(before.key);
    // Their device has our serial number for its device id: the hub would take the two for one.
    expect(await detailOf(conflict)).toMatchObject({
      state: "provisioned",
      registrationId: name,
      deviceId: name,
      enrollment: "enrolled",
    });
    expect(await home.register(unit)).toMatchObject({ deviceId: name });
    expect(await home.client.getEnrollment(old)).toEqual(theirs);

    // Provisioned again it keeps the name, and what it proves itself with.
    expect((await home.run(unit, { recipe })).state).toMatchObject({ outcome: "pass", registrationId: name });
    expect(secretsOf(conflict).key).toBe(after.key);
    expect(secretsOf(conflict).certificate?.serialNumber).toBe(after.certificate?.serialNumber);
    const [manifest] = await home.records.manifest.named("serialNumber", [serialNumber]);
    expect(manifest?.record).toMatchObject({ registrationId: name });
    const acts = (await detailOf(conflict))?.stateHistory.map(({ act }) => act);
    expect(acts).toEqual(["rename", "provision"]);
  });

  it("ends in the same identity wherever its next run is cut off", async () => {
    const conflict = await inConflict(home, kind);
    const { unit, old, name, recipe } = conflict;
    await home.solve(old, "rename", name);
    const steps = (await home.run(unit, { recipe, stopBefore: "read-back" })).state.steps.map(({ id }) => id);
    const first = secretsOf(conflict);
    for (const stopBefore of steps.slice(1)) {
      const { state } = await home.run(unit, { recipe, stopBefore });
      expect(state.outcome).not.toBe("pass");
      expect(await detailOf(conflict)).toMatchObject({ state: "rework", registrationId: old });
    }
    expect((await home.run(unit, { recipe })).state.outcome).toBe("pass");
    expect(secretsOf(conflict)).toEqual(first);
    expect(await detailOf(conflict)).toMatchObject({ registrationId: name, enrollment: "enrolled" });
  });
});

describe("a renaming", () => {
  it("needs no service: whether the name is free there is seen when the unit is enrolled", async () => {
    const { old, name, unit, recipe } = await inConflict(home, "x509");
    home.dps.setReachable(false);
    expect(await home.solve(old, "rename", name)).toMatchObject({ state: "done" });
    home.dps.setReachable(true);
    expect((await home.run(unit, { recipe })).state).toMatchObject({ outcome: "pass", registrationId: name });
  });
});
