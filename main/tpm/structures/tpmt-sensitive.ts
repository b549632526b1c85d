import { ByteReader } from "../../base/bytes/byte-reader.ts";
import { ByteWriter } from "../../base/bytes/byte-writer.ts";

/** TPMT_SENSITIVE (TPM 2.0 Part 2, clause 12.3.2.4): the secret half of an object. Secret: never log it. */
export interface TpmtSensitive {
  /** TPM_ALG of the object: KEYEDHASH for an HMAC key. */
  readonly sensitiveType: number;
  readonly authValue: Uint8Array;
  readonly seedValue: Uint8Array;
  /** The key bytes (KEYEDHASH), a prime (RSA) or the private scalar (ECC). */
  readonly sensitive: Uint8Array;
}

/** As TPM2B_SENSITIVE: two bytes of size, then the structure. */
export function encodeTpm2bSensitive(value: TpmtSensitive): Uint8Array {
  const inner = new ByteWriter().u16(value.sensitiveType).sized(value.authValue);
  return new ByteWriter().sized(inner.sized(value.seedValue).sized(value.sensitive).finish()).finish();
}

export function decodeTpm2bSensitive(bytes: Uint8Array): TpmtSensitive {
  const outer = new ByteReader(bytes, "TPM2B_SENSITIVE");
  const reader = new ByteReader(outer.sized(), "TPMT_SENSITIVE");
  outer.end();
  const value = {
    sensitiveType: reader.u16(),
    authValue: reader.sized(),
    seedValue: reader.sized(),
    sensitive: reader.sized(),
  };
  reader.end();
  return value;
}
