import { ByteReader } from "../base/bytes/byte-reader.ts";
import { ByteWriter } from "../base/bytes/byte-writer.ts";

/**
 * Each outline of a TrueType font at an even place, by tables (OpenType, `loca`: the short form needs it). fontkit writes the part of a font
 * that goes into a PDF in the short form and copies outlines as they are: after one of odd length all others would be torn. Fonts whose
 * `loca` is short already are as they must be.
 */
export function evenGlyphs(tables: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Uint8Array> {
  const [head, loca, glyf] = ["head", "loca", "glyf"].map((tag) => tables.get(tag));
  if (head === undefined || loca === undefined || glyf === undefined || !isLong(head)) return tables;
  const reader = new ByteReader(loca, "loca");
  const places = Array.from({ length: Math.floor(loca.length / 4) }, () => reader.u32());
  const [glyphs, offsets] = [new ByteWriter(), new ByteWriter()];
  let at = 0;
  for (const [index, from] of places.entries()) {
    offsets.u32(at);
    const glyph = glyf.subarray(from, places[index + 1] ?? from);
    glyphs.bytes(glyph).bytes(new Uint8Array(glyph.length & 1));
    at += glyph.length + (glyph.length & 1);
  }
  return new Map([...tables, ["loca", offsets.finish()], ["glyf", glyphs.finish()]]);
}

/** `head.indexToLocFormat`. */
const isLong = (head: Uint8Array): boolean => new DataView(head.buffer, head.byteOffset).getInt16(50) === 1;
