import { describe, expect, it } from "vitest";
import { VirtualTpm } from "../../../../main/practice/virtual-tpm/virtual-tpm.ts";
import { ensureDeviceKey } from "../../../../main/tpm/device-key/ensure-device-key.ts";
import { publicKeyInfo } from "../../../../main/tpm/device-key/public-key-info.ts";
import { listHandles } from "../../../../main/tpm/list-handles.ts";
import type { TpmChannel } from "../../../../main/tpm/tpm-channel.ts";
import { connectTpm } from "../../../../main/tpm/tpm.ts";

const make = () => new VirtualTpm({ seed: new Uint8Array(32).fill(3), endorsementCertificate: "none" });
const order = { handle: 0x81000101, algorithm: "ec-p256", persistStorageRootKey: false } as const;
const persistent = async (channel: TpmChannel) => listHandles(await connectTpm(channel), 0x81000000);
const transient = async (channel: TpmChannel) => listHandles(await connectTpm(channel), 0x80000000);

/** Passes every command on until the one of the given place, which is lost with whoever sent it. */
function dyingAfter(channel: TpmChannel, commands: number): TpmChannel {
  let sent = 0;
  return {
    transmit: (command) => {
      sent += 1;
      return sent > commands ? Promise.reject(new Error("the station died")) : channel.transmit(command);
    },
  };
}

describe("a device key in the TPM", () => {
  it("is made once and kept from then on", async () => {
    const channel = make();
    const first = await ensureDeviceKey(await connectTpm(channel), order);
    expect(first).toMatchObject({ made: true, storageRootKey: "transient" });
    const second = await ensureDeviceKey(await connectTpm(channel), order);
    expect(second).toEqual({ publicArea: first.publicArea, made: false, storageRootKey: "untouched" });
    expect(await persistent(channel)).toEqual([0x81000101, 0x81010001]);
    expect(await transient(channel)).toEqual([]);
  });

  it("outlives a power cycle", async () => {
    const channel = make();
    const first = await ensureDeviceKey(await connectTpm(channel), order);
    channel.powerCycle();
    const again = await ensureDeviceKey(await connectTpm(channel), order);
    expect(publicKeyInfo(again.publicArea)).toEqual(publicKeyInfo(first.publicArea));
  });

  it("keeps the storage root key too where that is wanted, also later", async () => {
    const channel = make();
    await ensureDeviceKey(await connectTpm(channel), order);
    const wanted = { ...order, persistStorageRootKey: true };
    expect(await ensureDeviceKey(await connectTpm(channel), wanted)).toMatchObject({
      made: false,
      storageRootKey: "persisted",
    });
    expect(await persistent(channel)).toEqual([0x81000001, 0x81000101, 0x81010001]);
    expect(await ensureDeviceKey(await connectTpm(channel), wanted)).toMatchObject({ storageRootKey: "present" });
    const other = { ...order, handle: 0x81000102 };
    expect(await ensureDeviceKey(await connectTpm(channel), other)).toMatchObject({
      made: true,
      storageRootKey: "present",
    });
  });

  it.each([
    ["another algorithm", { ...order, algorithm: "rsa-2048" } as const],
    ["an endorsement key", { ...order, handle: 0x81010001 } as const],
  ])("never takes the place of %s", async (_what, wrong) => {
    const channel = make();
    const { publicArea } = await ensureDeviceKey(await connectTpm(channel), order);
    await expect(ensureDeviceKey(await connectTpm(channel), wrong)).rejects.toMatchObject({ code: "tpm.handle-taken" });
    expect((await ensureDeviceKey(await connectTpm(channel), order)).publicArea).toEqual(publicArea);
    expect(await transient(channel)).toEqual([]);
  });

  it("is one key or none, wherever the station dies", async () => {
    const reference = make();
    let count = 0;
    const counting: TpmChannel = {
      transmit: (command) => {
        count += 1;
        return reference.transmit(command);
      },
    };
    await ensureDeviceKey(await connectTpm(counting), order);
    for (let after = 0; after < count; after += 1) {
      const channel = make();
      const dying = dyingAfter(channel, after);
      await connectTpm(dying)
        .then((tpm) => ensureDeviceKey(tpm, order))
        .catch(() => undefined);
      const before = (await persistent(channel)).includes(0x81000101);
      const found = await ensureDeviceKey(await connectTpm(channel), order);
      expect(found.made).toBe(!before);
      expect(await persistent(channel)).toEqual([0x81000101, 0x81010001]);
      expect(await transient(channel)).toEqual([]);
    }
  }, 20_000);
});
