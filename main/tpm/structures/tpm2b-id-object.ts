import { ByteReader } from "../../base/bytes/byte-reader.ts";
import { ByteWriter } from "../../base/bytes/byte-writer.ts";

/** TPMS_ID_OBJECT (TPM 2.0 Part 2, clause 12.4.2): an encrypted credential and the HMAC over it. */
export interface TpmsIdObject {
  readonly integrityHmac: Uint8Array;
  /** Ciphertext of a TPM2B_DIGEST; it carries no size of its own. */
  readonly encIdentity: Uint8Array;
}

/** The contents of a TPM2B_ID_OBJECT, without its own size. */
export function encodeTpmsIdObject(value: TpmsIdObject): Uint8Array {
  return new ByteWriter().sized(value.integrityHmac).bytes(value.encIdentity).finish();
}

export function decodeTpmsIdObject(bytes: Uint8Array): TpmsIdObject {
  const reader = new ByteReader(bytes, "TPMS_ID_OBJECT");
  return { integrityHmac: reader.sized(), encIdentity: reader.rest() };
}
