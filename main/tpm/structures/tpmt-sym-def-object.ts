import type { ByteReader } from "../../base/bytes/byte-reader.ts";
import type { ByteWriter } from "../../base/bytes/byte-writer.ts";
import { TPM_ALG } from "../spec/tpm-alg.ts";

/** TPMT_SYM_DEF_OBJECT (TPM 2.0 Part 2, clause 11.1.7): a block cipher, its key size in bits and its mode; undefined is TPM_ALG_NULL. */
export type TpmtSymDefObject =
  | { readonly algorithm: number; readonly keyBits: number; readonly mode: number }
  | undefined;

/** AES-128 in CFB mode: what every DPS client and the TCG templates use. */
export const AES_128_CFB: TpmtSymDefObject = { algorithm: TPM_ALG.AES, keyBits: 128, mode: TPM_ALG.CFB };

export function writeTpmtSymDefObject(writer: ByteWriter, value: TpmtSymDefObject): void {
  if (value === undefined) writer.u16(TPM_ALG.NULL);
  else writer.u16(value.algorithm).u16(value.keyBits).u16(value.mode);
}

export function readTpmtSymDefObject(reader: ByteReader): TpmtSymDefObject {
  const algorithm = reader.u16();
  if (algorithm === TPM_ALG.NULL) return undefined;
  return { algorithm, keyBits: reader.u16(), mode: reader.u16() };
}
