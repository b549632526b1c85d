import { equalBytes } from "../../base/bytes/bytes.ts";
import { derElement, readDerElement, readDerElements } from "../../base/bytes/der.ts";
import { rsaExponentOf } from "../credential/rsa-public-key.ts";
import { TPM_ALG } from "../spec/tpm-alg.ts";
import type { TpmtPublic } from "../structures/tpmt-public.ts";
import { tpmErrors } from "../tpm-errors.ts";

const TAG = { integer: 0x02, bitString: 0x03, sequence: 0x30, version: 0xa0 } as const;

/** The contents of the subjectPublicKey bit string of an X.509 certificate (RFC 5280 §4.1). */
function subjectPublicKeyOf(certificate: Uint8Array): Uint8Array {
  const [toBeSigned] = readDerElements(readDerElement(certificate).content);
  const fields = readDerElements(toBeSigned?.content ?? new Uint8Array(0));
  // version is optional; then serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo.
  const keyInfo = fields[fields[0]?.tag === TAG.version ? 6 : 5];
  const [, bits] = readDerElements(keyInfo?.content ?? new Uint8Array(0));
  if (keyInfo?.tag !== TAG.sequence || bits?.tag !== TAG.bitString || bits.content[0] !== 0) {
    throw tpmErrors.malformed("the certificate has no subject public key");
  }
  return bits.content.slice(1);
}

const derInteger = (magnitude: Uint8Array): Uint8Array =>
  derElement(TAG.integer, (magnitude[0] ?? 0) >= 0x80 ? Uint8Array.of(0, ...magnitude) : magnitude);

/** What the subjectPublicKey of a certificate for this key must be: RSAPublicKey (RFC 8017 §A.1.1) or the uncompressed point (SEC 1 §2.3.3). */
function expectedSubjectPublicKey(key: TpmtPublic): Uint8Array | undefined {
  switch (key.type) {
    case TPM_ALG.RSA:
      return derElement(TAG.sequence, Uint8Array.of(...derInteger(key.unique), ...derInteger(rsaExponentOf(key))));
    case TPM_ALG.ECC:
      return Uint8Array.of(0x04, ...key.unique.x, ...key.unique.y);
    default:
      return undefined;
  }
}

/**
 * True if the certificate is for this very key. The key is compared byte for byte, not through node:crypto: makers sign EK
 * certificates with the algorithm id-RSAES-OAEP for the key, and with names a strict parser refuses.
 */
export function certificateHoldsKey(certificate: Uint8Array, key: TpmtPublic): boolean {
  const expected = expectedSubjectPublicKey(key);
  try {
    return expected !== undefined && equalBytes(subjectPublicKeyOf(certificate), expected);
  } catch {
    // Unreadable bytes hold no key; judging the certificate itself is done elsewhere, with its own codes.
    return false;
  }
}

/** NV indices are larger than the certificate in them: the certificate alone, or the bytes as they are if it is none. */
export function trimToCertificate(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== TAG.sequence) return bytes;
  try {
    return bytes.slice(0, readDerElement(bytes).end);
  } catch {
    return bytes;
  }
}
