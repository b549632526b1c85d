import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { concatBytes, fromHex } from "../../../../main/base/bytes/bytes.ts";
import { certificateHoldsKey } from "../../../../main/tpm/endorsement-key/certificate-key.ts";
import { trimToCertificate } from "../../../../main/tpm/endorsement-key/stored-certificate.ts";
import type { EccPublic, RsaPublic } from "../../../../main/tpm/structures/tpmt-public.ts";
import { endorsementKeyTcgL1 } from "../../../../main/tpm/templates/endorsement-key-tcg-l1.ts";
import { storagePrimaryEcc } from "../../../../main/tpm/templates/storage-root-key.ts";

const rsaAlgorithm = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  publicExponent: Uint8Array.of(1, 0, 1),
  modulusLength: 2048,
};
const ecAlgorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

async function selfSigned(algorithm: typeof rsaAlgorithm | typeof ecAlgorithm) {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const parameters = { name: "CN=an EK", keys, signingAlgorithm: algorithm };
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(parameters, crypto);
  const jwk = await crypto.subtle.exportKey("jwk", keys.publicKey);
  const decode = (text: string | undefined) => new Uint8Array(Buffer.from(text ?? "", "base64url"));
  return { der: new Uint8Array(certificate.rawData), n: decode(jwk.n), x: decode(jwk.x), y: decode(jwk.y) };
}

let rsaDer: Uint8Array;
let rsaKey: RsaPublic;
let ecDer: Uint8Array;
let ecKey: EccPublic;

beforeAll(async () => {
  const rsa = await selfSigned(rsaAlgorithm);
  rsaDer = rsa.der;
  rsaKey = { ...endorsementKeyTcgL1, unique: rsa.n };
  const ec = await selfSigned(ecAlgorithm);
  ecDer = ec.der;
  ecKey = { ...storagePrimaryEcc, unique: { x: ec.x, y: ec.y } };
});

describe("a certificate and a key", () => {
  it("belong together only if it is the very key", () => {
    expect(certificateHoldsKey(rsaDer, rsaKey)).toBe(true);
    expect(certificateHoldsKey(ecDer, ecKey)).toBe(true);
    expect(certificateHoldsKey(ecDer, rsaKey)).toBe(false);
    expect(certificateHoldsKey(rsaDer, { ...rsaKey, unique: rsaKey.unique.with(9, 1).with(10, 2) })).toBe(false);
    expect(certificateHoldsKey(rsaDer, { ...rsaKey, exponent: 3 })).toBe(false);
  });

  it("belong together also when the key's algorithm is id-RSAES-OAEP, as some makers have it", () => {
    const rsaEncryption = Buffer.from("06092a864886f70d010101", "hex");
    const at = Buffer.from(rsaDer).indexOf(rsaEncryption);
    expect(at).toBeGreaterThan(0);
    expect(certificateHoldsKey(rsaDer.with(at + rsaEncryption.length - 1, 7), rsaKey)).toBe(true);
  });

  it("never belong together when the bytes are no certificate", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(500), (bytes, length) => {
        expect(certificateHoldsKey(bytes, rsaKey)).toBe(false);
        expect(certificateHoldsKey(rsaDer.slice(0, length), rsaKey)).toBe(false);
      }),
    );
  });
});

describe("what is read from NV", () => {
  it("is cut to the certificate, whatever pads it", () => {
    expect(trimToCertificate(concatBytes(rsaDer, new Uint8Array(200).fill(0xff)))).toEqual(rsaDer);
    expect(trimToCertificate(rsaDer)).toEqual(rsaDer);
  });

  it("is left as it is when it is none", () => {
    for (const bytes of [fromHex(""), fromHex("ffffffff"), fromHex("3082ffff00"), fromHex("3080")]) {
      expect(trimToCertificate(bytes)).toEqual(bytes);
    }
  });
});
