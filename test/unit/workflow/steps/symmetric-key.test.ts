import { createHash, createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toBase64, toHex } from "../../../../main/base/bytes/bytes.ts";
import { symmetricKeyCapabilities, VirtualDevice } from "../../../../main/practice/virtual-device/virtual-device.ts";
import type { LoadedRecipe } from "../../../../main/workflow/recipe/parse-recipe.ts";
import type { Plant, StepId } from "../../../../main/workflow/steps/step.ts";
import { runOnce, talkTo, type TestPlant, testPlant } from "../../../harness/test-plant.ts";

let home: TestPlant;
let recipe: LoadedRecipe;
let count = 0;

beforeAll(async () => {
  home = await testPlant();
  recipe = await home.recipe({ attestation: "symmetric-key" });
});

afterAll(() => home.close());

const newDevice = (): VirtualDevice => {
  count += 1;
  return new VirtualDevice({ serialNumber: `SK${count}`, model: "SN-100", capabilities: symmetricKeyCapabilities });
};

const run = (device: VirtualDevice, how: { plant?: Plant; stopBefore?: StepId } = {}) => {
  const stop = new AbortController();
  return runOnce({ plant: how.plant ?? home.plant }, recipe, () => Promise.resolve(talkTo(device)), {
    signal: stop.signal,
    onEvent: (event) => {
      if (event.type === "step-started" && event.id === how.stopBefore) stop.abort();
    },
  });
};

const sha256 = (bytes: Uint8Array): string => toHex(createHash("sha256").update(bytes).digest());

describe("the symmetric key of a unit", () => {
  it("is 64 bytes that are in the device, and in no event, entry or finding that is kept", async () => {
    const device = newDevice();
    const { state, events } = await run(device);
    expect(state.outcome).toBe("pass");
    const key = device.symmetricKey ?? new Uint8Array();
    expect(key).toHaveLength(64);
    const { registrationId = "" } = device.registration ?? {};
    expect(device.registration).toMatchObject({ attestation: "symmetric-key" });
    const entry = await home.records.enrollments.get(registrationId);
    expect(entry).toMatchObject({ state: "queued", entry: { attestation: { type: "symmetricKey" } } });
    const kept = JSON.stringify([events, entry, await home.records.units.detail(device.serialNumber ?? "")]);
    expect(kept).not.toContain(toBase64(key));
    expect(kept).not.toContain(toHex(key));
    expect(await home.records.identities.findByRegistrationId(registrationId)).toMatchObject({
      attestation: "symmetric-key",
      publicKeySha256: sha256(key),
    });
  });

  it("is another one for every unit", async () => {
    const [one, other] = [newDevice(), newDevice()];
    await run(one);
    await run(other);
    expect(one.symmetricKey).not.toEqual(other.symmetricKey);
  });

  it.each([
    "write-key",
    "write-registration",
    "read-back",
    "prove-key",
  ] as const)("is the announced one again after a cut before %s", async (stopBefore) => {
    const device = newDevice();
    expect((await run(device, { stopBefore })).state.outcome).toBe("fail");
    const announced = await home.records.symmetricKeys.findOf(
      device.serialNumber ?? "",
      device.serialNumber?.toLowerCase() ?? "",
    );
    expect((await run(device)).state.outcome).toBe("pass");
    expect(sha256(device.symmetricKey ?? new Uint8Array())).toBe(announced?.keySha256);
  });

  it("comes from the service once it was erased here, also for a device that has lost it", async () => {
    const device = newDevice();
    await run(device);
    const key = device.symmetricKey;
    const registrationId = device.registration?.registrationId ?? "";
    await home.records.enrollments.enrolled(registrationId, { etag: null });
    expect(await home.records.symmetricKeys.find(registrationId)).toBeUndefined();
    const atService = { ...home.plant.symmetricKeys, atService: () => Promise.resolve(key) };
    const emptied = new VirtualDevice({
      serialNumber: device.serialNumber,
      model: "SN-100",
      capabilities: symmetricKeyCapabilities,
    });
    const again = await run(emptied, { plant: { ...home.plant, symmetricKeys: atService } });
    expect(again.state.outcome).toBe("pass");
    expect(emptied.symmetricKey).toEqual(key);
  });

  it("is given up where neither we nor the service have it", async () => {
    const device = newDevice();
    await run(device);
    await home.records.enrollments.enrolled(device.registration?.registrationId ?? "", { etag: null });
    expect((await run(device)).state.error?.code).toBe("unit.key-lost");
  });

  it("must be proven by the device", async () => {
    const device = newDevice();
    const { state } = await runOnce(home, recipe, () => {
      const session = talkTo(device);
      if (session.symmetricKey !== undefined) session.symmetricKey.prove = () => Promise.resolve(new Uint8Array(32));
      return Promise.resolve(session);
    });
    expect(state.error?.code).toBe("unit.key-not-proven");
  });

  it("needs a device that takes one", async () => {
    const device = new VirtualDevice({ serialNumber: "SK0", model: "SN-100" });
    expect((await run(device)).state.error?.code).toBe("unit.missing-capability");
  });
});

describe("the key of a unit of a group", () => {
  const groupRecipe = () => home.recipe({ attestation: "symmetric-key-group" });

  it("is derived from the id exactly as typed: the service documentation's example", async () => {
    const device = new VirtualDevice({
      serialNumber: "sn-007-888-abc-mac-a1-b2-c3-d4-e5-f6",
      model: "SN-100",
      capabilities: symmetricKeyCapabilities,
    });
    const { state, findings } = await runOnce(home, await groupRecipe(), () => Promise.resolve(talkTo(device)));
    expect(state).toMatchObject({ outcome: "pass", enrollment: "group" });
    expect(toBase64(device.symmetricKey ?? new Uint8Array())).toBe("Jsm0lyGpjaVYVP2g3FnmnmG9dI/9qU24wNoykUmermc=");
    expect(findings.registrationId).toBe(findings.deviceId);
  });

  it("keeps the case of its id", async () => {
    const device = new VirtualDevice({
      serialNumber: "SK-Upper-1",
      model: "SN-100",
      capabilities: symmetricKeyCapabilities,
    });
    await runOnce(home, await groupRecipe(), () => Promise.resolve(talkTo(device)));
    const groupKey = await home.plant.symmetricKeys.groupKey("any");
    expect(device.registration?.registrationId).toBe("SK-Upper-1");
    expect(toHex(device.symmetricKey ?? new Uint8Array())).toBe(
      createHmac("sha256", groupKey).update("SK-Upper-1").digest("hex"),
    );
  });

  it("is on record with its group, and queues nothing", async () => {
    const unit = await home.records.units.detail("SK-Upper-1");
    expect(unit).toMatchObject({
      attestation: "symmetric-key",
      enrollment: "group",
      enrollmentDetail: null,
      enrollmentGroup: { id: "line-7", service: "plant-dps" },
    });
    expect(await home.records.enrollments.get("SK-Upper-1")).toBeUndefined();
  });

  it("is not built for a group that will not take it", async () => {
    const device = new VirtualDevice({
      serialNumber: "SK-refused",
      model: "SN-100",
      capabilities: symmetricKeyCapabilities,
    });
    const plant = { ...home.plant, checkGroup: () => Promise.reject(new Error("not that group")) };
    await runOnce({ plant }, await groupRecipe(), () => Promise.resolve(talkTo(device)));
    expect(device.symmetricKey).toBeUndefined();
  });
});

describe("an X.509 unit of a group", () => {
  it("gets a chain, and no entry; the guard is told of every issuer", async () => {
    const asked: unknown[] = [];
    const plant: Plant = {
      ...home.plant,
      checkGroup: (...all) => {
        asked.push(all.slice(0, 3));
        return Promise.resolve();
      },
    };
    const device = new VirtualDevice({ serialNumber: "XG1", model: "SN-100" });
    const recipe = await home.recipe({ attestation: "x509-group" });
    const { state } = await runOnce({ plant }, recipe, () => Promise.resolve(talkTo(device)));
    expect(state).toMatchObject({ outcome: "pass", enrollment: "group", registrationId: "xg1" });
    expect(device.registration).toMatchObject({ attestation: "x509" });
    expect(asked).toEqual([["plant-dps", "line-7", { type: "x509", issuerCertificates: home.authority.chain }]]);
    expect(await home.records.units.detail("XG1")).toMatchObject({
      attestation: "x509",
      enrollmentGroup: { id: "line-7" },
    });
  });
});
