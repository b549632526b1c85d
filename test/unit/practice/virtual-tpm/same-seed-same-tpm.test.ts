import { describe, expect, it } from "vitest";
import { toHex } from "../../../../main/base/bytes/bytes.ts";
import { VirtualTpm, type VirtualTpmOptions } from "../../../../main/practice/virtual-tpm/virtual-tpm.ts";
import { createPrimary, readPublic, RH, TEMPLATE } from "../../../harness/tpm-bytes.ts";

const seedOf = (value: number): Uint8Array => new Uint8Array(32).fill(value);
const make = (options: Partial<VirtualTpmOptions> = {}): VirtualTpm =>
  new VirtualTpm({ seed: seedOf(1), endorsementCertificate: "none", ...options });
const persistentKey = async (tpm: VirtualTpm): Promise<string> => toHex((await readPublic(tpm, 0x81010001))[0]);

describe("the keys of a virtual TPM", () => {
  it("follow from its seed alone", async () => {
    expect(await persistentKey(make())).toBe(await persistentKey(make()));
    expect(await persistentKey(make({ seed: seedOf(2) }))).not.toBe(await persistentKey(make()));
  });

  it("have the EK's 58 known bytes before the modulus, which has full length and is odd", async () => {
    const publicArea = await persistentKey(make());
    expect(publicArea).toMatch(
      /^0001000b000300b20020837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa00060080004300100800000000000100/,
    );
    expect(publicArea).toHaveLength(2 * 314);
    expect(publicArea.slice(2 * 58)).toMatch(/^[89a-f].*[13579bdf]$/);
  });

  it("stay after a power cycle, while what was loaded is gone and Startup is due", async () => {
    const tpm = make();
    const before = await persistentKey(tpm);
    const { handle } = await createPrimary(tpm, RH.owner, TEMPLATE.storageEcc);
    tpm.powerCycle(false);
    await expect(persistentKey(tpm)).rejects.toThrow("0x100");
    tpm.powerCycle();
    expect(await persistentKey(tpm)).toBe(before);
    await expect(readPublic(tpm, handle)).rejects.toThrow("0x910");
  });

  it("change with the power cycle in the null hierarchy only", async () => {
    const tpm = make();
    const made = async (hierarchy: number): Promise<string> =>
      toHex((await createPrimary(tpm, hierarchy, TEMPLATE.storageEcc)).publicArea);
    const [temporary, lasting] = [await made(RH.null), await made(RH.owner)];
    tpm.powerCycle();
    expect(await made(RH.null)).not.toBe(temporary);
    expect(await made(RH.owner)).toBe(lasting);
  });

  it("can be persistent in the form no certificate matches", async () => {
    const right = await persistentKey(make());
    const wrong = await persistentKey(make({ persistentEndorsementKey: "empty-unique" }));
    expect(wrong).not.toBe(right);
    expect(wrong.slice(0, 2 * 58)).toBe(right.slice(0, 2 * 58));
  });

  it("are not at the persistent handle if told so", async () => {
    await expect(persistentKey(make({ persistentEndorsementKey: false }))).rejects.toThrow("0x18b");
  });

  it("need a seed worth the name", () => {
    expect(() => make({ seed: new Uint8Array(8) })).toThrow(RangeError);
  });
});

describe("the virtual TPM's own time", () => {
  it("is counted, and a key made once is not made again", async () => {
    const tpm = make();
    expect(tpm.computeMs).toBe(0);
    await persistentKey(tpm);
    const first = tpm.computeMs;
    expect(first).toBeGreaterThan(0);
    await persistentKey(tpm);
    expect(tpm.computeMs - first).toBeLessThan(first);
  });

  it("is not spent on a command whose caller has gone", async () => {
    await expect(make().transmit(new Uint8Array(10), AbortSignal.abort())).rejects.toMatchObject({
      code: "station.cancelled",
    });
  });
});
