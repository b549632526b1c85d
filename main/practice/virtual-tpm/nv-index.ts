import { createHash } from "node:crypto";
import { ByteWriter } from "../../base/bytes/byte-writer.ts";
import { concatBytes } from "../../base/bytes/bytes.ts";
import { TPM_ALG } from "../../tpm/spec/tpm-alg.ts";
import { TPMA_NV } from "../../tpm/spec/tpma-nv.ts";

/** An ordinary NV index with its data; read-only here. */
export interface NvIndex {
  readonly handle: number;
  /** TPMA_NV. */
  readonly attributes: number;
  readonly data: Uint8Array;
}

/** Defined by the platform at the factory, readable by anybody, written (TCG EK Credential Profile, clause 2.2.1.1). */
export const certificateAttributes =
  TPMA_NV.PPWRITE |
  TPMA_NV.PPREAD |
  TPMA_NV.OWNERREAD |
  TPMA_NV.AUTHREAD |
  TPMA_NV.NO_DA |
  TPMA_NV.WRITTEN |
  TPMA_NV.PLATFORMCREATE;

/** TPMS_NV_PUBLIC (TPM 2.0 Part 2, clause 13.5). */
export const encodeNvPublic = (index: NvIndex): Uint8Array =>
  new ByteWriter()
    .u32(index.handle)
    .u16(TPM_ALG.SHA256)
    .u32(index.attributes)
    .sized(new Uint8Array())
    .u16(index.data.length)
    .finish();

export const nvName = (index: NvIndex): Uint8Array =>
  concatBytes(
    new ByteWriter().u16(TPM_ALG.SHA256).finish(),
    createHash("sha256").update(encodeNvPublic(index)).digest(),
  );
