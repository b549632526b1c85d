import type { ByteReader } from "../../base/bytes/byte-reader.ts";
import type { ByteWriter } from "../../base/bytes/byte-writer.ts";
import { TPM_ALG } from "../spec/tpm-alg.ts";
import { tpmErrors } from "../tpm-errors.ts";

/** TPMT_KEYEDHASH_SCHEME (TPM 2.0 Part 2, clause 11.1.21) for HMAC keys; undefined is TPM_ALG_NULL (sealed data). */
export type TpmtKeyedhashScheme = { readonly scheme: typeof TPM_ALG.HMAC; readonly hashAlg: number } | undefined;

export function writeTpmtKeyedhashScheme(writer: ByteWriter, value: TpmtKeyedhashScheme): void {
  if (value === undefined) writer.u16(TPM_ALG.NULL);
  else writer.u16(value.scheme).u16(value.hashAlg);
}

export function readTpmtKeyedhashScheme(reader: ByteReader): TpmtKeyedhashScheme {
  const scheme = reader.u16();
  if (scheme === TPM_ALG.NULL) return undefined;
  if (scheme !== TPM_ALG.HMAC) throw tpmErrors.malformed(`keyed-hash scheme 0x${scheme.toString(16)} is not supported`);
  return { scheme, hashAlg: reader.u16() };
}
