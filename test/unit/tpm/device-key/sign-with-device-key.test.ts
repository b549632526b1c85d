import { createHash, generateKeyPairSync, verify } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeSignature } from "../../../../main/tpm/device-key/sign-with-device-key.ts";
import { readDerElement, readDerElements } from "../../../../main/base/bytes/der.ts";
import { signEccDigest } from "../../../../main/practice/virtual-tpm/keys/sign-digest.ts";

describe("an ECDSA signature of a TPM", () => {
  it("is shortest-form DER of two positive integers, whatever the TPM gives", () => {
    const coordinate = fc.uint8Array({ minLength: 0, maxLength: 33 });
    fc.assert(
      fc.property(coordinate, coordinate, (r, s) => {
        const der = encodeSignature({ sigAlg: 0x18, hashAlg: 0x0b, r, s });
        const sequence = readDerElement(der);
        expect(sequence).toMatchObject({ tag: 0x30, end: der.length });
        const integers = readDerElements(sequence.content);
        expect(integers.map(({ tag }) => tag)).toEqual([2, 2]);
        for (const [index, { content }] of integers.entries()) {
          const value = (bytes: Uint8Array): bigint => BigInt(`0x0${Buffer.from(bytes).toString("hex")}`);
          expect(value(content)).toBe(value(index === 0 ? r : s));
          expect(content[0] ?? 0).toBeLessThan(0x80);
          if (content.length > 1 && content[0] === 0) expect(content[1]).toBeGreaterThanOrEqual(0x80);
        }
      }),
    );
  });

  it("verifies in OpenSSL, fifty times over", () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const d = new Uint8Array(Buffer.from(privateKey.export({ format: "jwk" }).d ?? "", "base64url"));
    for (let count = 0; count < 50; count += 1) {
      const message = Uint8Array.of(count);
      const digest = new Uint8Array(createHash("sha256").update(message).digest());
      const der = encodeSignature({ sigAlg: 0x18, hashAlg: 0x0b, ...signEccDigest(d, digest) });
      expect(verify("sha256", message, publicKey, der)).toBe(true);
    }
  });
});
