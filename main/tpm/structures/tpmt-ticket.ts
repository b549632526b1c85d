import type { ByteReader } from "../../base/bytes/byte-reader.ts";
import type { ByteWriter } from "../../base/bytes/byte-writer.ts";

/** TPMT_TK_CREATION and TPMT_TK_AUTH (TPM 2.0 Part 2, clauses 10.7.3 and 10.7.5), which share one layout. */
export interface TpmtTicket {
  /** TPM_ST: CREATION, AUTH_SECRET … */
  readonly tag: number;
  readonly hierarchy: number;
  readonly digest: Uint8Array;
}

export function writeTpmtTicket(writer: ByteWriter, value: TpmtTicket): void {
  writer.u16(value.tag).u32(value.hierarchy).sized(value.digest);
}

export function readTpmtTicket(reader: ByteReader): TpmtTicket {
  return { tag: reader.u16(), hierarchy: reader.u32(), digest: reader.sized() };
}
