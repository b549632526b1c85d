import { createPublicKey, type KeyObject } from "node:crypto";
import type { RsaPublic } from "../structures/tpmt-public.ts";
import { tpmErrors } from "../tpm-errors.ts";

/** The public exponent in big-endian bytes without leading zeros; 0 in the public area stands for 65537. */
export function rsaExponentOf(key: RsaPublic): Uint8Array {
  const hex = (key.exponent === 0 ? 65537 : key.exponent).toString(16);
  return new Uint8Array(Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex"));
}

/** An RSA public area as node:crypto's key. */
export function rsaPublicKey(key: RsaPublic): KeyObject {
  const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");
  try {
    const jwk = { kty: "RSA", n: base64url(key.unique), e: base64url(rsaExponentOf(key)) };
    return createPublicKey({ key: jwk, format: "jwk" });
  } catch (cause) {
    throw tpmErrors.malformed("the public area holds no usable RSA key", cause);
  }
}
