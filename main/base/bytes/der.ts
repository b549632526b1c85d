import { baseErrors } from "../errors/base-errors.ts";

/** One DER element (X.690 clause 8.1): `content` without tag and length; `end` is the offset after it. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly end: number;
}

/** Reads the element at `offset`, which may have others after it. One-byte tags and definite lengths only; else `station.malformed`. */
export function readDerElement(bytes: Uint8Array, offset = 0): DerElement {
  const tag = byteAt(bytes, offset);
  const first = byteAt(bytes, offset + 1);
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthBytes > 4) throw baseErrors.malformed(`DER length of form 0x${first.toString(16)}`);
  let length = first;
  if (lengthBytes > 0) {
    length = 0;
    for (let index = 0; index < lengthBytes; index += 1) length = length * 256 + byteAt(bytes, offset + 2 + index);
  }
  const start = offset + 2 + lengthBytes;
  if (start + length > bytes.length) throw baseErrors.malformed(`DER element of ${length} bytes is cut short`);
  return { tag, content: bytes.slice(start, start + length), end: start + length };
}

/** The elements that follow one another in `bytes`, to its end. */
export function readDerElements(bytes: Uint8Array): readonly DerElement[] {
  const elements: DerElement[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const element = readDerElement(bytes, offset);
    elements.push(element);
    offset = element.end;
  }
  return elements;
}

/** One element with the shortest length form. */
export function derElement(tag: number, content: Uint8Array): Uint8Array {
  const size: number[] = [];
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) size.unshift(rest % 256);
  const length = content.length < 0x80 ? [content.length] : [0x80 | size.length, ...size];
  return Uint8Array.of(tag, ...length, ...content);
}

function byteAt(bytes: Uint8Array, offset: number): number {
  const byte = bytes[offset];
  if (byte === undefined) throw baseErrors.malformed(`DER ends at ${offset}`);
  return byte;
}
