import type { ByteReader } from "../../../base/bytes/byte-reader.ts";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { TPM_ALG } from "../../../tpm/spec/tpm-alg.ts";
import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { oneOf, sizedAtMost } from "../wire/read-structures.ts";

/** TPMT_SENSITIVE (TPM 2.0 Part 2, clause 12.3.2.4): the secret half of an object. */
export interface SensitiveArea {
  /** TPM_ALG of the object's type. */
  readonly type: number;
  readonly authValue: Uint8Array;
  /** Protects children (storage keys) or blinds the public digest (keyed hashes). */
  readonly seedValue: Uint8Array;
  /** One prime (RSA), the private scalar (ECC), or the key itself (keyed hash). */
  readonly secret: Uint8Array;
}

const knownTypes = [TPM_ALG.RSA, TPM_ALG.ECC, TPM_ALG.KEYEDHASH];

export function decodeSensitiveArea(reader: ByteReader): SensitiveArea {
  return {
    type: oneOf(reader.u16(), knownTypes, TPM_RC_FMT1.TYPE),
    authValue: sizedAtMost(reader, 64),
    seedValue: sizedAtMost(reader, 64),
    secret: sizedAtMost(reader, 256),
  };
}

export const encodeSensitiveArea = (area: SensitiveArea): Uint8Array =>
  new ByteWriter().u16(area.type).sized(area.authValue).sized(area.seedValue).sized(area.secret).finish();
