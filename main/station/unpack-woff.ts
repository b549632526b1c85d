import { inflateSync } from "node:zlib";
import { ByteReader } from "../base/bytes/byte-reader.ts";
import { ByteWriter } from "../base/bytes/byte-writer.ts";
import { concatBytes, fromUtf8, utf8 } from "../base/bytes/bytes.ts";
import { evenGlyphs } from "./even-glyphs.ts";

const woffHead = 44;
const headLength = 12;
const entryLength = 16;

/**
 * The TrueType font in a WOFF file (W3C WOFF 1.0, sections 3 to 5), fit for being cut into parts. Who draws from the packed one unpacks a
 * table for every letter, which for thousands of letters takes a third of a second each. Throws `station.malformed` and what zlib does.
 */
export function unpackWoff(woff: Uint8Array): Uint8Array {
  const reader = new ByteReader(woff, "WOFF");
  reader.bytes(4);
  const flavor = reader.u32();
  reader.bytes(4);
  const count = reader.u16();
  reader.bytes(woffHead - 14);
  const tables = new Map<string, Uint8Array>();
  for (let table = 0; table < count; table += 1) {
    const tag = fromUtf8(reader.bytes(4));
    const [offset, packed, length] = [reader.u32(), reader.u32(), reader.u32()];
    reader.u32();
    const stored = woff.subarray(offset, offset + packed);
    tables.set(tag, packed < length ? inflateSync(stored, { maxOutputLength: length }) : stored);
  }
  return writeFont(flavor, evenGlyphs(tables));
}

/** Sums of tables are left out: they are for those who load fonts into an operating system. */
function writeFont(flavor: number, tables: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const power = Math.floor(Math.log2(tables.size));
  const head = new ByteWriter().u32(flavor).u16(tables.size);
  head
    .u16(entryLength * 2 ** power)
    .u16(power)
    .u16(entryLength * (tables.size - 2 ** power));
  let at = headLength + entryLength * tables.size;
  const contents = [...tables].map(([tag, content]) => {
    head.bytes(utf8(tag)).u32(0).u32(at).u32(content.length);
    const padding = new Uint8Array(-content.length & 3);
    at += content.length + padding.length;
    return concatBytes(content, padding);
  });
  return concatBytes(head.finish(), ...contents);
}
