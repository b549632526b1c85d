import type { ByteReader } from "../../../base/bytes/byte-reader.ts";
import type { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { hashNameOf, TPM_ALG } from "../../../tpm/spec/tpm-alg.ts";
import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { failure } from "../wire/tpm-failure.ts";
import { oneOf } from "../wire/read-structures.ts";

/** TPMT_SYM_DEF_OBJECT (TPM 2.0 Part 2, clause 11.1.7): AES in CFB mode; undefined stands for TPM_ALG_NULL. */
export interface Symmetric {
  readonly keyBits: number;
}

/** A signing, decryption or derivation scheme and its hash (Part 2, clause 11.2); TPM_ALG_NULL and RSAES have no hash. */
export interface Scheme {
  readonly algorithm: number;
  readonly hash: number | undefined;
}

export function decodeSymmetric(reader: ByteReader): Symmetric | undefined {
  const algorithm = oneOf(reader.u16(), [TPM_ALG.AES, TPM_ALG.NULL], TPM_RC_FMT1.SYMMETRIC);
  if (algorithm === TPM_ALG.NULL) return undefined;
  const keyBits = oneOf(reader.u16(), [128, 256], TPM_RC_FMT1.VALUE);
  oneOf(reader.u16(), [TPM_ALG.CFB], TPM_RC_FMT1.MODE);
  return { keyBits };
}

export function encodeSymmetric(writer: ByteWriter, symmetric: Symmetric | undefined): void {
  if (symmetric === undefined) writer.u16(TPM_ALG.NULL);
  else writer.u16(TPM_ALG.AES).u16(symmetric.keyBits).u16(TPM_ALG.CFB);
}

/** A scheme out of the allowed ones or TPM_ALG_NULL; another is refused with `code`. */
export function decodeScheme(reader: ByteReader, allowed: readonly number[], code: number): Scheme {
  const algorithm = oneOf(reader.u16(), [...allowed, TPM_ALG.NULL], code);
  if (algorithm === TPM_ALG.NULL || algorithm === TPM_ALG.RSAES) return { algorithm, hash: undefined };
  const hash = reader.u16();
  if (hashNameOf(hash) === undefined) throw failure(TPM_RC_FMT1.HASH);
  return { algorithm, hash };
}

export function encodeScheme(writer: ByteWriter, scheme: Scheme): void {
  writer.u16(scheme.algorithm);
  if (scheme.hash !== undefined) writer.u16(scheme.hash);
}
