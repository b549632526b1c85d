import { createPublicKey, type KeyObject } from "node:crypto";
import { rsaPublicKey } from "../credential/rsa-public-key.ts";
import { TPM_ALG, TPM_ECC } from "../spec/tpm-alg.ts";
import type { EccPublic, RsaPublic, TpmtPublic } from "../structures/tpmt-public.ts";
import { tpmErrors } from "../tpm-errors.ts";

const curves: Readonly<Record<number, { readonly name: string; readonly bytes: number }>> = {
  [TPM_ECC.NIST_P256]: { name: "P-256", bytes: 32 },
  [TPM_ECC.NIST_P384]: { name: "P-384", bytes: 48 },
  [TPM_ECC.NIST_P521]: { name: "P-521", bytes: 66 },
};

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");

/** The key of a public area as SubjectPublicKeyInfo (DER, RFC 5280). `tpm.malformed` if it is none of RSA or ECC, or a point off its curve. */
export function publicKeyInfo(key: TpmtPublic): Uint8Array {
  return new Uint8Array(keyObject(key).export({ type: "spki", format: "der" }));
}

function keyObject(key: TpmtPublic): KeyObject {
  switch (key.type) {
    case TPM_ALG.RSA:
      return rsaPublicKey(key);
    case TPM_ALG.ECC:
      return eccPublicKey(key);
    default:
      throw tpmErrors.malformed("the public area holds no asymmetric key");
  }
}

function eccPublicKey({ curveId, unique }: EccPublic): KeyObject {
  const curve = curves[curveId];
  if (curve === undefined) throw tpmErrors.malformed(`curve 0x${curveId.toString(16)} is not supported`);
  const jwk = {
    kty: "EC",
    crv: curve.name,
    x: base64url(padded(unique.x, curve.bytes)),
    y: base64url(padded(unique.y, curve.bytes)),
  };
  try {
    return createPublicKey({ key: jwk, format: "jwk" });
  } catch (cause) {
    throw tpmErrors.malformed("the public area holds no point of its curve", cause);
  }
}

/** Parts before revision 1.38 leave out the leading zeros of a coordinate. */
function padded(coordinate: Uint8Array, length: number): Uint8Array {
  if (coordinate.length > length) throw tpmErrors.malformed(`a coordinate of ${coordinate.length} bytes`);
  const whole = new Uint8Array(length);
  whole.set(coordinate, length - coordinate.length);
  return whole;
}

/**
 * The public area that a key given as SubjectPublicKeyInfo has under a template: what the TPM would show if it had made that key so.
 * `tpm.malformed` if the key is of another type or size than the template's.
 */
export function publicAreaOf(spki: Uint8Array, template: RsaPublic | EccPublic): TpmtPublic {
  const { n, e, crv, x, y } = jwkOf(spki);
  const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64url"));
  if (template.type === TPM_ALG.ECC) {
    if (x === undefined || y === undefined || crv !== curves[template.curveId]?.name) {
      throw tpmErrors.malformed("the key is not on the template's curve");
    }
    return { ...template, unique: { x: bytes(x), y: bytes(y) } };
  }
  const modulus = bytes(n ?? "");
  // "AQAB" is 65537, which the public area writes as 0.
  if (e !== "AQAB" || modulus.length * 8 !== template.keyBits) {
    throw tpmErrors.malformed(`not an RSA key of ${template.keyBits} bits with exponent 65537`);
  }
  return { ...template, unique: modulus };
}

function jwkOf(spki: Uint8Array) {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" }).export({ format: "jwk" });
  } catch (cause) {
    throw tpmErrors.malformed("not a SubjectPublicKeyInfo", cause);
  }
}
