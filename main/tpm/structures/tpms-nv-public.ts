import { ByteReader } from "../../base/bytes/byte-reader.ts";
import { ByteWriter } from "../../base/bytes/byte-writer.ts";

/** TPMS_NV_PUBLIC (TPM 2.0 Part 2, clause 13.5): what an NV index is. */
export interface TpmsNvPublic {
  readonly nvIndex: number;
  readonly nameAlg: number;
  /** TPMA_NV bits. */
  readonly attributes: number;
  readonly authPolicy: Uint8Array;
  /** In bytes. */
  readonly dataSize: number;
}

export function encodeTpmsNvPublic(value: TpmsNvPublic): Uint8Array {
  const writer = new ByteWriter().u32(value.nvIndex).u16(value.nameAlg).u32(value.attributes);
  return writer.sized(value.authPolicy).u16(value.dataSize).finish();
}

export function readTpm2bNvPublic(reader: ByteReader): TpmsNvPublic {
  const inner = new ByteReader(reader.sized(), "TPMS_NV_PUBLIC");
  const value = {
    nvIndex: inner.u32(),
    nameAlg: inner.u16(),
    attributes: inner.u32(),
    authPolicy: inner.sized(),
    dataSize: inner.u16(),
  };
  inner.end();
  return value;
}
