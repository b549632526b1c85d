import { equalBytes } from "../../base/bytes/bytes.ts";
import { type DerElement, readDerElement, readDerElements } from "../../base/bytes/der.ts";
import { rsaExponentOf } from "../credential/rsa-public-key.ts";
import { TPM_ALG } from "../spec/tpm-alg.ts";
import type { EccPublic, RsaPublic, TpmtPublic } from "../structures/tpmt-public.ts";
import { tpmErrors } from "../tpm-errors.ts";

const TAG = { integer: 0x02, bitString: 0x03, sequence: 0x30, version: 0xa0 } as const;

/** The contents of the subjectPublicKey bit string of an X.509 certificate (RFC 5280 §4.1), its count of unused bits included. */
function subjectPublicKeyOf(certificate: Uint8Array): Uint8Array {
  const [toBeSigned] = readDerElements(readDerElement(certificate).content);
  const fields = readDerElements(toBeSigned?.content ?? new Uint8Array(0));
  // version is optional; then serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo.
  const keyInfo = fields[fields[0]?.tag === TAG.version ? 6 : 5];
  const [, bits] = readDerElements(keyInfo?.content ?? new Uint8Array(0));
  if (keyInfo?.tag !== TAG.sequence || bits?.tag !== TAG.bitString) {
    throw tpmErrors.malformed("the certificate has no subject public key");
  }
  return bits.content;
}

/**
 * True if the certificate is for this very key: the same numbers, however they are wrapped. Not through node:crypto, for makers sign
 * EK certificates with the algorithm id-RSAES-OAEP for the key, with names and dates a strict parser refuses, with a bit string that
 * lacks its count of unused bits, and with a modulus whose sign byte is missing.
 */
export function certificateHoldsKey(certificate: Uint8Array, key: TpmtPublic): boolean {
  try {
    const bits = subjectPublicKeyOf(certificate);
    if (key.type === TPM_ALG.RSA) return isRsaKey(bits, key);
    return key.type === TPM_ALG.ECC && isPoint(bits, key);
  } catch {
    // Unreadable bytes hold no key; judging the certificate itself is done elsewhere, with its own codes.
    return false;
  }
}

/** RSAPublicKey (RFC 8017 §A.1.1). */
function isRsaKey(bits: Uint8Array, key: RsaPublic): boolean {
  if (key.unique.length === 0) return false;
  const whole = readDerElement(bits, bits[0] === TAG.sequence ? 0 : 1);
  const [modulus, exponent, ...more] = readDerElements(whole.content);
  return (
    whole.tag === TAG.sequence &&
    more.length === 0 &&
    isNumber(modulus, key.unique) &&
    isNumber(exponent, rsaExponentOf(key))
  );
}

const isNumber = (element: DerElement | undefined, magnitude: Uint8Array): boolean =>
  element?.tag === TAG.integer && equalBytes(withoutZeros(element.content), withoutZeros(magnitude));

/** An elliptic curve point (SEC 1 §2.3.3), whole or compressed; a TPM may leave out a coordinate's leading zeros. */
function isPoint(bits: Uint8Array, { unique }: EccPublic): boolean {
  const point = bits[0] === 0x00 ? bits.slice(1) : bits;
  const [form] = point;
  if (unique.x.length === 0 || unique.y.length === 0) return false;
  const sameNumber = (a: Uint8Array, b: Uint8Array): boolean => equalBytes(withoutZeros(a), withoutZeros(b));
  if (form === 0x04) {
    const half = (point.length - 1) / 2;
    return (
      Number.isInteger(half) &&
      sameNumber(point.slice(1, 1 + half), unique.x) &&
      sameNumber(point.slice(1 + half), unique.y)
    );
  }
  const parity = 0x02 + ((unique.y.at(-1) ?? 0) & 1);
  return form === parity && sameNumber(point.slice(1), unique.x);
}

function withoutZeros(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte !== 0);
  return start === -1 ? new Uint8Array(0) : bytes.slice(start);
}
