import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { DeviceSession } from "../../../../main/device/device-session.ts";
import { openSession } from "../../../../main/device/open-session.ts";
import { memoryLinkPair } from "../../../../main/link/memory-link.ts";
import type { StockSettings } from "../../../../main/device/smp/stock/stock-settings.ts";
import { inFiles, inSettings, newStockDevice, plugStock } from "./stock-device.ts";
import { makeTestChain } from "./make-test-chain.ts";

const registration = {
  endpoint: "global.azure-devices-provisioning.net",
  idScope: "0ne00ABCDEF",
  registrationId: "sn100000042",
  attestation: "x509",
} as const;

const newKey = (): Uint8Array =>
  new Uint8Array(
    generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "der" }),
  );

const newChain = (): Promise<Uint8Array[]> => {
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return makeTestChain(new Uint8Array(publicKey.export({ type: "spki", format: "der" })), "sn100000042");
};

const capability = <Name extends "certificates" | "keyStore" | "registration">(
  session: DeviceSession,
  name: Name,
): NonNullable<DeviceSession[Name]> => {
  const found = session[name];
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};

describe.each([
  { kind: "zephyr-fs", stock: inFiles },
  { kind: "zephyr-settings", stock: inSettings },
] as const)("a device with stock firmware, $kind", ({ kind, stock }) => {
  it.each([
    {},
    { oldProtocol: "answers" },
    { oldProtocol: "drops" },
    { framing: "raw" },
  ] as const)("keeps chain, key and registration as its firmware wants them (%o)", async (how) => {
    const device = newStockDevice(kind, how);
    const session = plugStock(device, stock, {
      requestTimeoutMs: 400,
      framing: "framing" in how ? how.framing : undefined,
    });
    expect(await session.describe()).toMatchObject({ model: "SN-100", serialNumber: "SN100000042", practice: true });
    const chain = await newChain();
    const key = newKey();
    expect(await capability(session, "keyStore").read()).toBeUndefined();
    await capability(session, "keyStore").write(key);
    await capability(session, "certificates").write(chain);
    await capability(session, "registration").write(registration);
    await session.restart?.();
    expect(await capability(session, "keyStore").read()).toEqual(key);
    expect(await capability(session, "certificates").read()).toEqual(chain);
    expect(await capability(session, "registration").read()).toEqual(registration);
    expect(device.chain).toEqual(chain);
    expect(device.registration).toEqual(registration);
    expect(device.keyPrivate?.export({ type: "pkcs8", format: "der" })).toEqual(Buffer.from(key));
    await session.close();
  });

  it("has nothing before anything was written, and writes again what is there", async () => {
    const session = plugStock(newStockDevice(kind), stock);
    expect(await capability(session, "certificates").read()).toEqual([]);
    expect(await capability(session, "registration").read()).toBeUndefined();
    const chain = await newChain();
    await capability(session, "certificates").write(chain);
    await capability(session, "certificates").write(chain);
    expect(await capability(session, "certificates").read()).toEqual(chain);
    await session.close();
  });

  it("knows another key from its own", async () => {
    const session = plugStock(newStockDevice(kind), stock);
    const key = newKey();
    await capability(session, "keyStore").write(key);
    await capability(session, "keyStore").compare(key);
    await expect(capability(session, "keyStore").compare(newKey())).rejects.toMatchObject({
      code: "device.storage-failed",
    });
    await session.close();
  });
});

describe("a device with stock firmware", () => {
  it("without hashes is read back byte by byte", async () => {
    const device = newStockDevice("zephyr-fs", { zephyr: { kind: "zephyr-fs", hash: false }, bufferBytes: 384 });
    const session = plugStock(device, inFiles);
    const chain = await newChain();
    await capability(session, "certificates").write(chain);
    expect(device.chain).toEqual(chain);
    await session.close();
  });

  it("with the settings group's own limits is refused with the limit named, never cut off in silence", async () => {
    const zephyr = { kind: "zephyr-settings", settingsLimits: { value: 32 } } as const;
    const session = plugStock(newStockDevice("zephyr-settings", { zephyr }), inSettings);
    const chain = await newChain();
    await expect(capability(session, "certificates").write(chain)).rejects.toMatchObject({
      code: "device.too-large",
      detail: expect.stringContaining("32 bytes at most"),
    });
    await expect(capability(session, "registration").write(registration)).rejects.toMatchObject({
      code: "device.too-large",
    });
    await session.close();
  });

  it("refuses names of 32 bytes and more", async () => {
    const stock: StockSettings = {
      ...inSettings,
      registration: { as: "settings", keys: { registrationId: "prov/the/registration/id/of/this" } },
    };
    const session = plugStock(newStockDevice("zephyr-settings"), stock);
    await expect(capability(session, "registration").write(registration)).rejects.toMatchObject({
      code: "device.too-large",
      detail: expect.stringContaining("keyTooLong"),
    });
    await session.close();
  });

  it("takes a file as a template spells it, and says when it is no longer that", async () => {
    const text = '{"endpoint":"{endpoint}","idScope":"{idScope}","registrationId":"{registrationId}","{x}":[1]}\n';
    const path = "/lfs1/identity/registration.json";
    const device = newStockDevice("zephyr-fs");
    const session = plugStock(device, { ...inFiles, registration: { as: "template", path, text } });
    await capability(session, "registration").write(registration);
    expect(await capability(session, "registration").read()).toEqual(registration);
    expect(device.registration).toEqual(registration);
    await session.close();
    const other = plugStock(device, { ...inFiles, registration: { as: "template", path, text: `${text}# v2\n` } });
    expect(await capability(other, "registration").read()).toBeUndefined();
    await other.close();
  });

  it("is told from one with the identity group, with what it has instead", async () => {
    const { near, far } = memoryLinkPair("stock");
    newStockDevice("zephyr-fs").attach(far);
    const session = openSession("smp", near);
    await expect(session.describe()).rejects.toMatchObject({
      code: "device.not-supported",
      detail: expect.stringContaining("only 0, 8, 9, 10"),
    });
    await session.close();
  });
});
