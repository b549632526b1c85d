import { createPublicKey, createVerify, randomBytes } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import type { DeviceSession, KeyAlgorithm, Registration } from "../../../../main/device/device-session.ts";
import { openSession } from "../../../../main/device/open-session.ts";
import { memoryLinkPair } from "../../../../main/link/memory-link.ts";
import { VirtualDevice, type VirtualDeviceOptions } from "../../../../main/practice/virtual-device/virtual-device.ts";
import type { TpmChannel } from "../../../../main/tpm/tpm-channel.ts";
import { makeTestChain } from "./make-test-chain.ts";

const open: DeviceSession[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((session) => session.close()));
});

function plug(device: VirtualDevice): DeviceSession {
  const { near, far } = memoryLinkPair("test");
  device.attach(far);
  const session = openSession("smp", near, { requestTimeoutMs: 1500 });
  open.push(session);
  return session;
}
const newDevice = (options: Partial<VirtualDeviceOptions> = {}): VirtualDevice =>
  new VirtualDevice({ model: "GW-200", serialNumber: "GW200000001", ...options });

const registration: Registration = {
  endpoint: "global.azure-devices-provisioning.net",
  idScope: "0ne00ABCDEF",
  registrationId: "gw200000001",
  attestation: "x509",
};

describe("identity group over a memory link", () => {
  it("describes a device with a key of its own", async () => {
    const session = plug(newDevice());
    expect(await session.describe()).toEqual({
      model: "GW-200",
      serialNumber: "GW200000001",
      firmware: "practice 1.0.0",
      practice: true,
      locked: false,
      capabilities: ["keys", "certificates", "registration", "lock", "restart"],
    });
    expect(session.tpm).toBeUndefined();
    expect(session.keys).toBeDefined();
  });

  it("leaves out what the device does not know of itself", async () => {
    expect(await plug(newDevice({ serialNumber: undefined })).describe()).not.toHaveProperty("serialNumber");
  });

  const cases: [KeyAlgorithm, number][] = [
    ["ec-p256", 384],
    ["ec-p256", 2048],
    ["rsa-2048", 384],
    ["rsa-2048", 2048],
  ];
  it.each(cases)("makes a %s key, requests, signs, keeps a chain (buffer %i)", async (algorithm, bufferBytes) => {
    const device = newDevice({ bufferBytes });
    const session = plug(device);
    const spki = await session.keys!.generate(algorithm);
    expect(await session.keys!.generate(algorithm)).toEqual(spki);
    const publicKey = createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
    const request = await session.keys!.certificateRequest("gw200000001");
    expect(Buffer.from(request).includes(Buffer.from(spki))).toBe(true);
    const message = randomBytes(1000);
    const signature = await session.keys!.sign(message);
    expect(createVerify("sha256").update(message).verify(publicKey, signature)).toBe(true);

    expect(await session.certificates!.read()).toEqual([]);
    const chain = await makeTestChain(spki, "gw200000001");
    await session.certificates!.write(chain);
    expect(await session.certificates!.read()).toEqual(chain);
    expect(device.chain).toEqual(chain);
  });

  it("refuses another algorithm once there is a key", async () => {
    const { keys } = plug(newDevice());
    await keys!.generate("ec-p256");
    await expect(keys!.generate("rsa-2048")).rejects.toMatchObject({ code: "device.key-exists" });
  });

  it("says that there is no key yet", async () => {
    const session = plug(newDevice());
    await expect(session.keys!.certificateRequest("x")).rejects.toMatchObject({ code: "device.no-key" });
    await expect(session.keys!.sign(randomBytes(8))).rejects.toMatchObject({ code: "device.no-key" });
  });

  it("refuses a chain for another key and keeps the one it has", async () => {
    const session = plug(newDevice());
    const chain = await makeTestChain(await session.keys!.generate("ec-p256"), "a");
    await session.certificates!.write(chain);
    const other = plug(newDevice());
    const foreign = await makeTestChain(await other.keys!.generate("ec-p256"), "b");
    await expect(session.certificates!.write(foreign)).rejects.toMatchObject({ code: "device.wrong-certificate" });
    expect(await session.certificates!.read()).toEqual(chain);
  });

  it("keeps a registration and gives it back equal", async () => {
    const session = plug(newDevice());
    expect(await session.registration!.read()).toBeUndefined();
    await session.registration!.write(registration);
    expect(await session.registration!.read()).toEqual(registration);
  });

  it("refuses writes once locked, but not what is there already", async () => {
    const session = plug(newDevice());
    const spki = await session.keys!.generate("ec-p256");
    const chain = await makeTestChain(spki, "a");
    await session.certificates!.write(chain);
    await session.registration!.write(registration);
    await session.lock!();
    await session.lock!();
    expect((await session.describe()).locked).toBe(true);
    const other = { ...registration, registrationId: "other" };
    await expect(session.registration!.write(other)).rejects.toMatchObject({ code: "device.locked" });
    await expect(session.certificates!.write(chain.toReversed())).rejects.toMatchObject({ code: "device.locked" });
    await session.registration!.write(registration);
    await session.certificates!.write(chain);
    expect(await session.keys!.generate("ec-p256")).toEqual(spki);
  });

  it("carries TPM commands and responses of any length, one at a time", async () => {
    let running = 0;
    const tpm: TpmChannel = {
      transmit: async (command) => {
        running += 1;
        expect(running).toBe(1);
        await new Promise(setImmediate);
        running -= 1;
        return command.toReversed();
      },
    };
    const session = plug(newDevice({ tpm, bufferBytes: 384 }));
    expect((await session.describe()).capabilities).toEqual(["tpm", "registration", "lock", "restart"]);
    expect(session.keys).toBeUndefined();
    const commands = [10, 300, 1000, 4096].map((length) => Uint8Array.from(randomBytes(length)));
    const responses = await Promise.all(commands.map((command) => session.tpm!.transmit(command)));
    expect(responses).toEqual(commands.map((command) => command.toReversed()));
  });

  it("reports a TPM that does not answer, and a capability that is not there", async () => {
    const tpm: TpmChannel = { transmit: () => Promise.reject(new Error("bus")) };
    const session = plug(newDevice({ tpm }));
    await expect(session.tpm!.transmit(randomBytes(10))).rejects.toMatchObject({ code: "device.tpm-failed" });
    await expect(session.keys!.generate("ec-p256")).rejects.toMatchObject({ code: "device.not-supported" });
  });

  it("restarts: the answer comes first, what was written stays", async () => {
    let restarts = 0;
    const session = plug(newDevice({ onRestart: () => (restarts += 1) }));
    await session.registration!.write(registration);
    await session.restart!();
    await new Promise(setImmediate);
    expect(restarts).toBe(1);
    expect(await session.registration!.read()).toEqual(registration);
  });

  it("keeps everything over unplugging and in its saved state", async () => {
    let saved = "";
    const device = newDevice({ onStateChanged: (state) => (saved = state) });
    const first = plug(device);
    const spki = await first.keys!.generate("ec-p256");
    await first.certificates!.write(await makeTestChain(spki, "a"));
    await first.registration!.write(registration);
    await first.close();
    expect(await plug(device).keys!.generate("ec-p256")).toEqual(spki);
    const copy = newDevice({ savedState: saved });
    expect(copy.save()).toBe(device.save());
    expect(copy.registration).toEqual(registration);
    expect(copy.chain).toEqual(device.chain);
  });

  it("counts the bytes that cross the link and the device's own work", async () => {
    const device = newDevice();
    const session = plug(device);
    await session.keys!.generate("rsa-2048");
    const { sent, received } = session.traffic;
    expect(sent).toBeGreaterThan(50);
    expect(received).toBeGreaterThan(294);
    expect(device.computeMs).toBeGreaterThan(5);
  });
});
