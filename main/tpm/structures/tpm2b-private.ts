import { ByteReader } from "../../base/bytes/byte-reader.ts";
import { ByteWriter } from "../../base/bytes/byte-writer.ts";

/** _PRIVATE (TPM 2.0 Part 2, clause 12.3.6): a wrapped or duplicated sensitive area and the HMAC over it. */
export interface TpmPrivate {
  readonly integrityOuter: Uint8Array;
  readonly encryptedSensitive: Uint8Array;
}

/** The contents of a TPM2B_PRIVATE, without its own size. */
export function encodeTpmPrivate(value: TpmPrivate): Uint8Array {
  return new ByteWriter().sized(value.integrityOuter).bytes(value.encryptedSensitive).finish();
}

export function decodeTpmPrivate(bytes: Uint8Array): TpmPrivate {
  const reader = new ByteReader(bytes, "TPM2B_PRIVATE");
  return { integrityOuter: reader.sized(), encryptedSensitive: reader.rest() };
}
