import * as fc from "fast-check";
import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { fromBase64 } from "../../../../main/base/bytes/base64.ts";
import { concatBytes, fromHex, toBase64, utf8 } from "../../../../main/base/bytes/bytes.ts";
import { isStationError } from "../../../../main/base/errors/station-error.ts";
import { checkEndorsementKey } from "../../../../main/tpm/endorsement-key/check-endorsement-key.ts";
import { TPM_ALG } from "../../../../main/tpm/spec/tpm-alg.ts";
import { decodeTpm2bPublic, encodeTpm2bPublic } from "../../../../main/tpm/structures/tpm2b-public.ts";
import { storagePrimaryEcc, storageRootKey } from "../../../../main/tpm/templates/storage-root-key.ts";
import { tpmErrors } from "../../../../main/tpm/tpm-errors.ts";
import { publishedEndorsementKey } from "../published-endorsement-key.ts";

const good = publishedEndorsementKey.publicArea;
const parsed = decodeTpm2bPublic(good);
const rsa = parsed.type === TPM_ALG.RSA ? parsed : storageRootKey;
const spki = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey;
const spkiDer = new Uint8Array(spki.export({ type: "spki", format: "der" }));
/** The beginning of what tpm2_getpubek of tpm2-tools 1 wrote on a Raspberry Pi: azure-iot-sdk-c issue 1502. */
const nativeEndian = "OgEAAAEACwCyAAMAIACDcZdnRISz+BqQzI1Gpdck/VLXbgZSC2TyodobMxRpqgAAAAAAAAAA";

const wrongForms: readonly (readonly [string, Uint8Array, string])[] = [
  ["nothing", new Uint8Array(0), "tpm.key-format-empty"],
  ["a structure in native byte order", fromBase64(nativeEndian), "tpm.key-format-native-endian"],
  ["the same as text", utf8(nativeEndian), "tpm.key-format-native-endian"],
  ["a SubjectPublicKeyInfo", spkiDer, "tpm.key-format-public-key-info"],
  ["its Base64", utf8(toBase64(spkiDer)), "tpm.key-format-public-key-info"],
  ["a PEM file", utf8(spki.export({ type: "spki", format: "pem" }).toString()), "tpm.key-format-public-key-info"],
  ["the right Base64, not decoded", utf8(toBase64(good)), "tpm.key-format-text"],
  ["a TPMT_PUBLIC", good.slice(2), "tpm.key-format-no-size"],
  ["80 bytes too few", good.slice(0, 236), "tpm.key-format-truncated"],
  ["one byte", good.slice(0, 1), "tpm.key-format-truncated"],
  ["bytes after the key", concatBytes(good, fromHex("00")), "tpm.key-format-trailing"],
  ["an ECC key", encodeTpm2bPublic(storagePrimaryEcc), "tpm.key-format-ecc"],
  [
    "a storage root key",
    encodeTpm2bPublic({ ...rsa, ...storageRootKey, unique: rsa.unique }),
    "tpm.key-format-wrong-template",
  ],
  ["a high-range EK", encodeTpm2bPublic({ ...rsa, objectAttributes: 0x000300f2 }), "tpm.key-format-wrong-template"],
  ["an exponent written out", encodeTpm2bPublic({ ...rsa, exponent: 65537 }), "tpm.key-format-wrong-template"],
  ["no modulus", encodeTpm2bPublic({ ...rsa, unique: new Uint8Array(0) }), "tpm.key-format-wrong-template"],
  ["an even modulus", encodeTpm2bPublic({ ...rsa, unique: rsa.unique.with(255, 2) }), "tpm.key-format-bad-modulus"],
  ["a short modulus", encodeTpm2bPublic({ ...rsa, unique: rsa.unique.with(0, 0x7f) }), "tpm.key-format-bad-modulus"],
  ["a structure of another kind", fromHex("0004ffffffff"), "tpm.key-format-unknown"],
];

describe("checkEndorsementKey", () => {
  it("takes a published EK", () => {
    expect(() => {
      checkEndorsementKey(good);
    }).not.toThrow();
  });

  it.each(wrongForms)("names %s", (_what, bytes, code) => {
    expect(() => {
      checkEndorsementKey(bytes);
    }).toThrow(expect.objectContaining({ code }));
  });

  it("says in what a wrong template differs", () => {
    const bytes = encodeTpm2bPublic({ ...rsa, keyBits: 3072, objectAttributes: 0x30072 });
    expect(() => {
      checkEndorsementKey(bytes);
    }).toThrow(/attributes 0x30072, 3072 bits/);
  });

  it("throws nothing but coded errors on any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, likely) => {
        try {
          checkEndorsementKey(likely ? concatBytes(good.slice(0, 60), bytes) : bytes);
        } catch (error) {
          expect(isStationError(error)).toBe(true);
        }
      }),
    );
  });
});

describe("the worker's sentences", () => {
  it.each(Object.entries(tpmErrors.entries))("%s fits the screen", (_code, { sentence }) => {
    expect(sentence.length).toBeLessThanOrEqual(60);
    expect(sentence).toMatch(/^[A-Z].*\.$/);
  });
});
