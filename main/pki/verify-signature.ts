import { verify } from "node:crypto";
import { readDeviceKey } from "./keys/device-key.ts";

/**
 * Whether `signature` over SHA-256 of `message` was made by the key: ECDSA as ASN.1 DER, RSA as PKCS #1 v1.5.
 * Throws `pki.bad-key` or `pki.bad-algorithm` for the key; a malformed signature is simply false.
 */
export function verifySignature(publicKeySpki: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const { key } = readDeviceKey(publicKeySpki);
  try {
    return verify("sha256", message, { key, dsaEncoding: "der" }, signature);
  } catch {
    return false;
  }
}
