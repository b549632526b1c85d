import type { ByteReader } from "../../base/bytes/byte-reader.ts";
import type { ByteWriter } from "../../base/bytes/byte-writer.ts";
import { TPM_CAP } from "../spec/tpm-cap.ts";
import { tpmErrors } from "../tpm-errors.ts";
import { readTpml, writeTpml } from "./tpml.ts";

export interface TpmsAlgProperty {
  readonly algorithm: number;
  /** TPMA_ALGORITHM bits. */
  readonly attributes: number;
}

export interface TpmsTaggedProperty {
  readonly property: number;
  readonly value: number;
}

/** TPMS_CAPABILITY_DATA (TPM 2.0 Part 2, clause 10.10.2) for the capabilities the station and its virtual TPM use. */
export type TpmsCapabilityData =
  | { readonly capability: typeof TPM_CAP.ALGS; readonly algorithms: readonly TpmsAlgProperty[] }
  | { readonly capability: typeof TPM_CAP.HANDLES; readonly handles: readonly number[] }
  /** TPMA_CC words: the command code is in the low 16 bits. */
  | { readonly capability: typeof TPM_CAP.COMMANDS; readonly commands: readonly number[] }
  | { readonly capability: typeof TPM_CAP.TPM_PROPERTIES; readonly properties: readonly TpmsTaggedProperty[] }
  | { readonly capability: typeof TPM_CAP.ECC_CURVES; readonly curves: readonly number[] };

export function writeTpmsCapabilityData(writer: ByteWriter, value: TpmsCapabilityData): void {
  writer.u32(value.capability);
  switch (value.capability) {
    case TPM_CAP.ALGS:
      return writeTpml(writer, value.algorithms, (w, each) => w.u16(each.algorithm).u32(each.attributes));
    case TPM_CAP.HANDLES:
      return writeTpml(writer, value.handles, (w, each) => w.u32(each));
    case TPM_CAP.COMMANDS:
      return writeTpml(writer, value.commands, (w, each) => w.u32(each));
    case TPM_CAP.TPM_PROPERTIES:
      return writeTpml(writer, value.properties, (w, each) => w.u32(each.property).u32(each.value));
    case TPM_CAP.ECC_CURVES:
      return writeTpml(writer, value.curves, (w, each) => w.u16(each));
  }
}

export function readTpmsCapabilityData(reader: ByteReader): TpmsCapabilityData {
  const capability = reader.u32();
  switch (capability) {
    case TPM_CAP.ALGS:
      return { capability, algorithms: readTpml(reader, (r) => ({ algorithm: r.u16(), attributes: r.u32() })) };
    case TPM_CAP.HANDLES:
      return { capability, handles: readTpml(reader, (r) => r.u32()) };
    case TPM_CAP.COMMANDS:
      return { capability, commands: readTpml(reader, (r) => r.u32()) };
    case TPM_CAP.TPM_PROPERTIES:
      return { capability, properties: readTpml(reader, (r) => ({ property: r.u32(), value: r.u32() })) };
    case TPM_CAP.ECC_CURVES:
      return { capability, curves: readTpml(reader, (r) => r.u16()) };
    default:
      throw tpmErrors.malformed(`capability 0x${capability.toString(16)} is not supported`);
  }
}
