import type { ByteReader } from "../../base/bytes/byte-reader.ts";
import type { ByteWriter } from "../../base/bytes/byte-writer.ts";
import { TPM_ALG } from "../spec/tpm-alg.ts";
import { tpmErrors } from "../tpm-errors.ts";

/** TPMT_SIGNATURE (TPM 2.0 Part 2, clause 11.3.4) of the schemes used here. Integers are big-endian, leading zeros may be missing. */
export type TpmtSignature =
  | { readonly sigAlg: typeof TPM_ALG.RSASSA; readonly hashAlg: number; readonly signature: Uint8Array }
  | {
      readonly sigAlg: typeof TPM_ALG.ECDSA;
      readonly hashAlg: number;
      readonly r: Uint8Array;
      readonly s: Uint8Array;
    };

export function writeTpmtSignature(writer: ByteWriter, value: TpmtSignature): void {
  writer.u16(value.sigAlg).u16(value.hashAlg);
  if (value.sigAlg === TPM_ALG.RSASSA) writer.sized(value.signature);
  else writer.sized(value.r).sized(value.s);
}

/** Schemes other than RSASSA and ECDSA throw `tpm.malformed`. */
export function readTpmtSignature(reader: ByteReader): TpmtSignature {
  const sigAlg = reader.u16();
  switch (sigAlg) {
    case TPM_ALG.RSASSA:
      return { sigAlg, hashAlg: reader.u16(), signature: reader.sized() };
    case TPM_ALG.ECDSA:
      return { sigAlg, hashAlg: reader.u16(), r: reader.sized(), s: reader.sized() };
    default:
      throw tpmErrors.malformed(`signature of scheme 0x${sigAlg.toString(16)} is not supported`);
  }
}
