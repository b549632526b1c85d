import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { describe, expect, it } from "vitest";
import { publicAreaOf, publicKeyInfo } from "../../../../main/tpm/device-key/public-key-info.ts";
import { deviceKeyTemplates } from "../../../../main/tpm/templates/device-key.ts";

const spkiOf = (key: KeyObject): Uint8Array => new Uint8Array(key.export({ type: "spki", format: "der" }));
const ecKey = (): Uint8Array => spkiOf(generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey);
const rsaKey = (bits: number, publicExponent = 65537): Uint8Array =>
  spkiOf(generateKeyPairSync("rsa", { modulusLength: bits, publicExponent }).publicKey);

describe("a public area and the SubjectPublicKeyInfo of the same key", () => {
  it.each([
    ["ec-p256", ecKey],
    ["rsa-2048", () => rsaKey(2048)],
  ] as const)("become one another: %s", (algorithm, make) => {
    const spki = make();
    expect(publicKeyInfo(publicAreaOf(spki, deviceKeyTemplates[algorithm]))).toEqual(spki);
  });

  it("are the same key when the TPM leaves out a coordinate's leading zeros", () => {
    // Every 256th key or so has such a coordinate.
    let spki = ecKey();
    let area = publicAreaOf(spki, deviceKeyTemplates["ec-p256"]);
    while (area.type !== 0x23 || area.unique.x[0] !== 0) {
      spki = ecKey();
      area = publicAreaOf(spki, deviceKeyTemplates["ec-p256"]);
    }
    expect(publicKeyInfo({ ...area, unique: { ...area.unique, x: area.unique.x.slice(1) } })).toEqual(spki);
  });

  it.each([
    ["a point off the curve", { x: new Uint8Array(32).fill(1), y: new Uint8Array(32).fill(2) }],
    ["a coordinate too long", { x: new Uint8Array(33), y: new Uint8Array(32) }],
    ["no point at all", { x: new Uint8Array(0), y: new Uint8Array(0) }],
  ])("is no key: %s", (_what, unique) => {
    expect(() => publicKeyInfo({ ...deviceKeyTemplates["ec-p256"], unique })).toThrow(/tpm\.malformed/);
  });

  it.each([
    ["RSA for ECC", () => rsaKey(2048), "ec-p256"],
    ["ECC for RSA", ecKey, "rsa-2048"],
    ["RSA of another size", () => rsaKey(1024), "rsa-2048"],
    ["RSA with another exponent", () => rsaKey(2048, 3), "rsa-2048"],
    ["no key", () => new Uint8Array(20), "rsa-2048"],
  ] as const)("is not of the template: %s", (_what, make, algorithm) => {
    expect(() => publicAreaOf(make(), deviceKeyTemplates[algorithm])).toThrow(/tpm\.malformed/);
  });
});
