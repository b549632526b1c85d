import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../../../main/base/bytes/bytes.ts";
import { TPM_ALG } from "../../../../main/tpm/spec/tpm-alg.ts";
import { decodeTpm2bPublic, encodeTpm2bPublic } from "../../../../main/tpm/structures/tpm2b-public.ts";
import type { TpmtPublic } from "../../../../main/tpm/structures/tpmt-public.ts";
import { endorsementKeyEmptyUnique } from "../../../../main/tpm/templates/endorsement-key-empty-unique.ts";
import { endorsementKeyTcgL1 } from "../../../../main/tpm/templates/endorsement-key-tcg-l1.ts";
import { storageRootKey } from "../../../../main/tpm/templates/storage-root-key.ts";
import { publishedEndorsementKey } from "../published-endorsement-key.ts";

const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
const word16 = fc.integer({ min: 0, max: 0xffff });
const word32 = fc.integer({ min: 0, max: 0xffff_ffff });
const common = { nameAlg: word16, objectAttributes: word32, authPolicy: bytes(64) };
const symmetric = fc.option(fc.record({ algorithm: fc.constant(TPM_ALG.AES), keyBits: word16, mode: word16 }), {
  nil: undefined,
});
const scheme = fc.option(fc.record({ scheme: fc.constantFrom(TPM_ALG.OAEP, TPM_ALG.ECDSA), hashAlg: word16 }), {
  nil: undefined,
});
const anyPublic: fc.Arbitrary<TpmtPublic> = fc.oneof(
  fc.record({
    type: fc.constant(TPM_ALG.RSA),
    ...common,
    symmetric,
    scheme,
    keyBits: word16,
    exponent: word32,
    unique: bytes(512),
  }),
  fc.record({
    type: fc.constant(TPM_ALG.ECC),
    ...common,
    symmetric,
    scheme,
    curveId: word16,
    kdf: scheme,
    unique: fc.record({ x: bytes(66), y: bytes(66) }),
  }),
  fc.record({
    type: fc.constant(TPM_ALG.KEYEDHASH),
    ...common,
    scheme: fc.option(fc.record({ scheme: fc.constant(TPM_ALG.HMAC), hashAlg: word16 }), { nil: undefined }),
    unique: bytes(64),
  }),
);

describe("TPM2B_PUBLIC", () => {
  it("of the TCG EK template begins as every published EK does", () => {
    const encoded = encodeTpm2bPublic(endorsementKeyTcgL1);
    expect(encoded.length).toBe(316);
    expect(Buffer.from(encoded.slice(0, 60)).toString("base64")).toBe(
      "AToAAQALAAMAsgAgg3GXZ0SEs/gakMyNRqXXJP1S124GUgtk8qHaGzMUaaoABgCAAEMAEAgAAAAAAAEA",
    );
  });

  it("of the empty-unique template differs in its size and unique alone", () => {
    const encoded = encodeTpm2bPublic(endorsementKeyEmptyUnique);
    expect(toHex(encoded.slice(0, 2))).toBe("003a");
    expect(toHex(encoded.slice(2, 58))).toBe(toHex(encodeTpm2bPublic(endorsementKeyTcgL1).slice(2, 58)));
    expect(toHex(encoded.slice(58))).toBe("0000");
  });

  it("of an SRK begins as every SDK makes it", () => {
    const encoded = encodeTpm2bPublic({ ...storageRootKey, unique: new Uint8Array(256) });
    expect(toHex(encoded.slice(0, 28))).toBe("011a0001000b00030472000000060080004300100800000000000100");
    expect(encoded.length).toBe(284);
  });

  it("of a published EK is read and written back byte for byte", () => {
    const key = decodeTpm2bPublic(publishedEndorsementKey.publicArea);
    expect(key.type).toBe(TPM_ALG.RSA);
    expect(encodeTpm2bPublic(key)).toEqual(publishedEndorsementKey.publicArea);
  });

  it("of any key is read back as it was written", () => {
    fc.assert(
      fc.property(anyPublic, (key) => {
        expect(decodeTpm2bPublic(encodeTpm2bPublic(key))).toEqual(key);
      }),
    );
  });

  it.each([
    ["a type we do not know", "0008 0025000b00000000"],
    ["a modulus longer than the structure", "001a0001000b000300b20000001000100800000000000200"],
    ["bytes after the key inside its size", "000f 0008000b00000000000000100000ff"],
  ])("is refused with %s", (_what, hex) => {
    expect(() => decodeTpm2bPublic(fromHex(hex))).toThrow(/malformed/);
  });
});
