import type { ByteReader } from "../../base/bytes/byte-reader.ts";
import type { ByteWriter } from "../../base/bytes/byte-writer.ts";
import { TPM_ALG } from "../spec/tpm-alg.ts";

/**
 * TPMT_RSA_SCHEME, TPMT_ECC_SCHEME and TPMT_KDF_SCHEME (TPM 2.0 Part 2, clauses 11.2.4.2, 11.2.5.6 and 11.2.3.3), which share one
 * layout: an algorithm and, for all but RSAES, its hash. undefined is TPM_ALG_NULL. (ECDAA, the one exception, is not supported.)
 */
export type TpmtAsymScheme = { readonly scheme: number; readonly hashAlg: number | undefined } | undefined;

export function writeTpmtAsymScheme(writer: ByteWriter, value: TpmtAsymScheme): void {
  writer.u16(value?.scheme ?? TPM_ALG.NULL);
  if (value?.hashAlg !== undefined) writer.u16(value.hashAlg);
}

export function readTpmtAsymScheme(reader: ByteReader): TpmtAsymScheme {
  const scheme = reader.u16();
  if (scheme === TPM_ALG.NULL) return undefined;
  return { scheme, hashAlg: scheme === TPM_ALG.RSAES ? undefined : reader.u16() };
}
