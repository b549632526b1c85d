import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { openSession } from "../../../../main/device/open-session.ts";
import { memoryLinkPair } from "../../../../main/link/memory-link.ts";
import { VirtualDevice } from "../../../../main/practice/virtual-device/virtual-device.ts";
import { smpSettings } from "../../../../main/station/smp-settings.ts";
import type { LoadedRecipe } from "../../../../main/workflow/recipe/parse-recipe.ts";
import { runOnce, type TestPlant, testPlant } from "../../../harness/test-plant.ts";

let home: TestPlant;
let recipe: LoadedRecipe;
let count = 0;

beforeAll(async () => {
  home = await testPlant();
  const file = join(import.meta.dirname, "../../../../resources/recipes/sensor-zephyr-fs.yaml");
  const sample = z.looseObject({}).parse(parse(readFileSync(file, "utf8")));
  recipe = await home.recipe({ attestation: "x509" }, sample);
});

afterAll(() => home.close());

function newDevice(savedState?: string, hidesKey = false): VirtualDevice {
  count += 1;
  const serialNumber = `SN1${String(count * 7 + 30).padStart(8, "0")}`;
  return new VirtualDevice({ serialNumber, model: "SN-100", zephyr: { kind: "zephyr-fs", hidesKey }, savedState });
}

const run = (device: VirtualDevice, more: Parameters<typeof runOnce>[3] = {}, how = recipe) =>
  runOnce(
    home,
    how,
    () => {
      const { near, far } = memoryLinkPair("stock");
      device.attach(far);
      return Promise.resolve(openSession("smp", near, smpSettings(recipe.recipe)));
    },
    more,
  );

const saved = z.looseObject({ flash: z.record(z.string(), z.string()) });

async function finished(device: VirtualDevice): Promise<VirtualDevice> {
  expect((await run(device)).state.outcome).toBe("pass");
  return device;
}

const keyOf = (device: VirtualDevice): string =>
  createHash("sha256")
    .update(device.keyPrivate?.export({ type: "pkcs8", format: "der" }) ?? "")
    .digest("hex");

describe("a key made in the station", () => {
  it("is in the device after the run, with the certificate that was issued for it", async () => {
    const device = newDevice();
    const { state, findings } = await run(device);
    expect(state).toMatchObject({ outcome: "pass" });
    expect(device.chain).toEqual(findings.chain);
    expect(device.registration).toMatchObject({ registrationId: device.serialNumber?.toLowerCase() });
  });

  it("is the same when the unit is done again", async () => {
    const device = newDevice();
    const first = await run(device);
    const before = keyOf(device);
    const second = await run(device);
    expect(second.state.outcome).toBe("pass");
    expect(keyOf(device)).toBe(before);
    expect(second.findings.certificateSerialNumber).toBe(first.findings.certificateSerialNumber);
  });

  it("is the same after a run that was cut off once it was written", async () => {
    const device = newDevice();
    const stop = new AbortController();
    const first = await run(device, {
      signal: stop.signal,
      onEvent: (event) => {
        if (event.type === "step-started" && event.id === "write-certificate") stop.abort();
      },
    });
    expect(first.state.outcome).toBe("fail");
    const before = keyOf(device);
    const second = await run(device);
    expect(second.state.outcome).toBe("pass");
    expect(keyOf(device)).toBe(before);
    expect(second.findings.certificateSerialNumber).toBe(first.findings.certificateSerialNumber);
  });

  it("of another unit is refused: a copied file system is no second identity", async () => {
    const first = newDevice();
    await run(first);
    const clone = newDevice(first.save());
    expect((await run(clone)).state).toMatchObject({ outcome: "fail", error: { code: "unit.known-key" } });
  });

  it("is not written into a unit that is on record with another", async () => {
    const device = newDevice();
    await run(device);
    const wiped = new VirtualDevice({
      serialNumber: device.serialNumber,
      model: "SN-100",
      zephyr: { kind: "zephyr-fs" },
    });
    expect((await run(wiped)).state).toMatchObject({ outcome: "fail", error: { code: "records.identity-changed" } });
    expect(wiped.keyPrivate).toBeUndefined();
  });

  it("is proven by its hash where the firmware hands it out to nobody, who then can be done once only", async () => {
    const device = newDevice(undefined, true);
    expect((await run(device)).state.outcome).toBe("pass");
    const before = keyOf(device);
    expect((await run(device)).state).toMatchObject({ outcome: "fail", error: { code: "records.identity-changed" } });
    expect(keyOf(device)).toBe(before);
  });

  it("of which a cut left only half is made anew", async () => {
    const device = newDevice();
    const { flash, ...rest } = saved.parse(JSON.parse((await finished(device)).save()));
    const name = "file:/lfs1/identity/key.pem";
    const half = Buffer.from(flash[name] ?? "", "base64")
      .subarray(0, 100)
      .toString("base64");
    const torn = newDevice(JSON.stringify({ ...rest, flash: { [name]: half } }));
    expect(torn.keyPrivate).toBeUndefined();
    expect((await run(torn)).state.outcome).toBe("pass");
    expect(keyOf(torn)).not.toBe(keyOf(device));
  });

  it("may be RSA, and one of another kind in the device is not overwritten", async () => {
    const { attestation } = recipe.recipe;
    const rsa = await home.recipe(
      { attestation: "x509" },
      {
        ...recipe.recipe,
        attestation: { ...attestation, key: { algorithm: "rsa-2048", where: "station" } },
      },
    );
    const device = newDevice();
    expect((await run(device, {}, rsa)).state.outcome).toBe("pass");
    expect(device.keyPrivate?.asymmetricKeyType).toBe("rsa");
    const before = keyOf(device);
    expect((await run(device)).state).toMatchObject({ outcome: "fail", error: { code: "device.key-exists" } });
    expect(keyOf(device)).toBe(before);
  });

  it("appears nowhere in what is told of the run", async () => {
    const device = newDevice();
    const { events, findings } = await run(device);
    const key = device.keyPrivate?.export({ format: "jwk" });
    const told = JSON.stringify([events, findings], (_name, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString("base64url") : value,
    );
    expect(key?.d).toBeTruthy();
    expect(told).not.toContain(key?.d ?? "");
    expect(told).not.toContain("PRIVATE KEY");
  });
});
