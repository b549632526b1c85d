import type { ByteReader } from "../../base/bytes/byte-reader.ts";
import type { ByteWriter } from "../../base/bytes/byte-writer.ts";
import { tpmErrors } from "../tpm-errors.ts";

/** TPML (TPM 2.0 Part 2, clause 10.9): a four-byte count, then that many elements. */
export function writeTpml<Element>(
  writer: ByteWriter,
  elements: readonly Element[],
  write: (writer: ByteWriter, element: Element) => void,
): void {
  writer.u32(elements.length);
  for (const element of elements) write(writer, element);
}

/** Reads a list whose elements take at least one byte each; a count beyond the bytes left is refused before anything is read. */
export function readTpml<Element>(reader: ByteReader, read: (reader: ByteReader) => Element): readonly Element[] {
  const count = reader.u32();
  if (count > reader.remaining) throw tpmErrors.malformed(`a list of ${count} elements in ${reader.remaining} bytes`);
  return Array.from({ length: count }, () => read(reader));
}
