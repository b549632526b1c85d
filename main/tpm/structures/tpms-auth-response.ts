import type { ByteReader } from "../../base/bytes/byte-reader.ts";
import type { ByteWriter } from "../../base/bytes/byte-writer.ts";

/** TPMS_AUTH_RESPONSE (TPM 2.0 Part 2, clause 10.13.3): the TPM's answer to one authorization. */
export interface TpmsAuthResponse {
  readonly nonce: Uint8Array;
  /** TPMA_SESSION bits. */
  readonly sessionAttributes: number;
  readonly hmac: Uint8Array;
}

export function writeTpmsAuthResponse(writer: ByteWriter, value: TpmsAuthResponse): void {
  writer.sized(value.nonce).u8(value.sessionAttributes).sized(value.hmac);
}

export function readTpmsAuthResponse(reader: ByteReader): TpmsAuthResponse {
  return { nonce: reader.sized(), sessionAttributes: reader.u8(), hmac: reader.sized() };
}
