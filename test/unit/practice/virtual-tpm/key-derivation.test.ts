import { createECDH, createHash, generatePrimeSync, publicEncrypt, constants, createPublicKey } from "node:crypto";
import { describe, expect, it } from "vitest";
import { fromHex, toHex, utf8 } from "../../../../main/base/bytes/bytes.ts";
import { DerivedStream } from "../../../../main/practice/virtual-tpm/keys/derived-stream.ts";
import { publicPoint, sharedX } from "../../../../main/practice/virtual-tpm/keys/ecc-key.ts";
import { integerBytes, integerFrom, modularInverse } from "../../../../main/practice/virtual-tpm/keys/integers.ts";
import { kdfa, kdfe } from "../../../../main/practice/virtual-tpm/keys/key-derivation.ts";
import { deriveRsaKey, rsaPrivateKey } from "../../../../main/practice/virtual-tpm/keys/rsa-key.ts";

describe("the virtual TPM's key derivation", () => {
  it("KDFa gives the value published with tpm2-pytss (test_crypto.py, test_kdfa)", () => {
    const key = kdfa({
      hash: "sha256",
      key: utf8("key data"),
      label: "label data",
      contextU: utf8("contextU data"),
      contextV: utf8("contextV data"),
      bits: 2048,
    });
    expect(toHex(key.slice(0, 32))).toBe("61e2b87b4066c094a3507408f5af015bce85748433f8b3032571e58478dc6081");
    expect(toHex(key.slice(-16))).toBe("10af41c3c9e6d7aa4965df2f3af3437b");
  });

  it("KDFe is one SHA-256 over counter, z, label and parties", () => {
    const expected = createHash("sha256")
      .update(fromHex("00000001"))
      .update("z")
      .update("USE\0")
      .update("uv")
      .digest("hex");
    const input = { hash: "sha256", z: utf8("z"), label: "USE", partyU: utf8("u"), partyV: utf8("v") };
    expect(toHex(kdfe({ ...input, bits: 256 }))).toBe(expected);
    expect(toHex(kdfe({ ...input, bits: 128 }))).toBe(expected.slice(0, 32));
  });

  it("inverts modulo", () => {
    const p = generatePrimeSync(256, { bigint: true });
    expect((modularInverse(65537n, p) * 65537n) % p).toBe(1n);
  });

  it("writes integers in full length", () => {
    expect(toHex(integerBytes(5n, 4))).toBe("00000005");
    expect(integerFrom(new Uint8Array())).toBe(0n);
  });

  it("makes RSA keys that OpenSSL takes and decrypts with", async () => {
    const stream = (purpose: string): DerivedStream => new DerivedStream(utf8("seed"), purpose, new Uint8Array());
    const parts = await deriveRsaKey(stream("one"), stream("two"));
    const key = rsaPrivateKey(parts);
    expect(key?.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048, publicExponent: 65537n });
    if (key === undefined) throw new Error("no key");
    expect(() =>
      publicEncrypt({ key: createPublicKey(key), padding: constants.RSA_PKCS1_OAEP_PADDING }, utf8("x")),
    ).not.toThrow();
    expect(rsaPrivateKey({ ...parts, prime: parts.modulus.slice(0, 128) })).toBeUndefined();
  });

  it("shares a point on P-256 and refuses one beside it", () => {
    const other = createECDH("prime256v1");
    other.generateKeys();
    const d = integerBytes(12345n, 32);
    const [x, y] = [other.getPublicKey().subarray(1, 33), other.getPublicKey().subarray(33)];
    const own = publicPoint(d);
    const expected = other.computeSecret(Buffer.concat([Uint8Array.of(4), own.x, own.y]));
    expect(toHex(sharedX(d, { x, y }) ?? new Uint8Array())).toBe(expected.toString("hex"));
    expect(sharedX(d, { x: y, y: x })).toBeUndefined();
  });
});
