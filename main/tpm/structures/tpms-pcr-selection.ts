import type { ByteReader } from "../../base/bytes/byte-reader.ts";
import type { ByteWriter } from "../../base/bytes/byte-writer.ts";

/** TPMS_PCR_SELECTION (TPM 2.0 Part 2, clause 10.6.2): a bank and a bit for each of its registers. */
export interface TpmsPcrSelection {
  readonly hash: number;
  readonly select: Uint8Array;
}

export function writeTpmsPcrSelection(writer: ByteWriter, value: TpmsPcrSelection): void {
  writer.u16(value.hash).u8(value.select.length).bytes(value.select);
}

export function readTpmsPcrSelection(reader: ByteReader): TpmsPcrSelection {
  return { hash: reader.u16(), select: reader.bytes(reader.u8()) };
}
