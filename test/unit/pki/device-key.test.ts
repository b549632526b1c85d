import { createPublicKey, ECDH, generateKeyPairSync, type KeyObject } from "node:crypto";
import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../../main/base/bytes/bytes.ts";
import { isSameKey, readDeviceKey } from "../../../main/pki/keys/device-key.ts";

const spkiOf = (key: KeyObject) => new Uint8Array(key.export({ type: "spki", format: "der" }));
const p256 = spkiOf(generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey);

/** The same key with its point compressed (SEC 1 §2.3.3), as some chips write it. */
function compressed(spki: Uint8Array): Uint8Array {
  const point = ECDH.convertKey(Buffer.from(spki.slice(-65)), "prime256v1", undefined, undefined, "compressed");
  return fromHex(`3039301306072a8648ce3d020106082a8648ce3d030107032200${toHex(Buffer.from(point))}`);
}

describe("a device key", () => {
  it.each([
    ["ec-p256", p256],
    ["ec-p384", spkiOf(generateKeyPairSync("ec", { namedCurve: "P-384" }).publicKey)],
    ["rsa-2048", spkiOf(generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey)],
  ] as const)("of %s is read as OpenSSL writes it", (algorithm, spki) => {
    const read = readDeviceKey(spki);
    expect(read.algorithm).toBe(algorithm);
    expect(read.spki).toEqual(spki);
    expect(read.key.equals(createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" }))).toBe(true);
  });

  it("in another encoding is the same key, in the ordinary one", () => {
    const other = compressed(p256);
    expect(readDeviceKey(other)).toMatchObject({ algorithm: "ec-p256", spki: p256 });
    expect(isSameKey(other, p256)).toBe(true);
  });

  it("whose point is not on its curve is none", () => {
    const off = p256.slice();
    off[90] = (off[90] ?? 0) ^ 1;
    expect(() => readDeviceKey(off)).toThrow(expect.objectContaining({ code: "pki.bad-key" }));
  });

  it.each(["secp256k1", "P-521"])("on %s is not taken", (namedCurve) => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve });
    expect(() => readDeviceKey(spkiOf(publicKey))).toThrow(expect.objectContaining({ code: "pki.bad-algorithm" }));
  });
});
