import { concatBytes, fromHex, utf8 } from "../../base/bytes/bytes.ts";
import { derElement } from "../../base/bytes/der.ts";

/** DER elements that certificates, requests and revocation lists are made of (X.690, RFC 5280). */
export const encode = {
  sequence: (...parts: readonly Uint8Array[]): Uint8Array => derElement(0x30, concatBytes(...parts)),
  set: (...parts: readonly Uint8Array[]): Uint8Array => derElement(0x31, concatBytes(...parts)),
  octets: (content: Uint8Array): Uint8Array => derElement(0x04, content),
  true: Uint8Array.of(0x01, 0x01, 0xff),
  text: (value: string): Uint8Array => derElement(0x0c, utf8(value)),
  /** Of whole bytes, none of whose bits are unused. */
  bits: (content: Uint8Array): Uint8Array => derElement(0x03, concatBytes(Uint8Array.of(0), content)),
  /** Named bits, the zero ones at the end left out (X.690 §11.2.2). */
  namedBits,
  /** A positive one. */
  integer,
  oid: (dotted: string): Uint8Array => derElement(0x06, oidContent(dotted)),
  /** `[number]`, constructed. */
  explicit: (number: number, content: Uint8Array): Uint8Array => derElement(0xa0 | number, content),
  /** `[number] IMPLICIT`, primitive. */
  implicit: (number: number, content: Uint8Array): Uint8Array => derElement(0x80 | number, content),
  time,
} as const;

/** Hexadecimal digits of a positive integer, or a small number. */
function integer(value: string | number): Uint8Array {
  const digits = typeof value === "number" ? value.toString(16) : value.replace(/^0+(?=.)/, "");
  const bytes = fromHex(digits.length % 2 === 0 ? digits : `0${digits}`);
  return derElement(0x02, (bytes[0] ?? 0) < 0x80 ? bytes : concatBytes(Uint8Array.of(0), bytes));
}

function namedBits(numbers: readonly number[]): Uint8Array {
  const last = Math.max(...numbers);
  const bytes = new Uint8Array((last >> 3) + 1);
  for (const number of numbers) bytes[number >> 3] = (bytes[number >> 3] ?? 0) | (0x80 >> (number & 7));
  return derElement(0x03, concatBytes(Uint8Array.of(7 - (last & 7)), bytes));
}

function oidContent(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...arcs] = dotted.split(".").map(Number);
  return Uint8Array.from([first * 40 + second, ...arcs].flatMap(base128));
}

function base128(arc: number): readonly number[] {
  const bytes = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift((rest % 128) | 0x80);
  return bytes;
}

/** UTCTime up to 2049, GeneralizedTime from then on (RFC 5280 §4.1.2.5), whole seconds. */
function time(date: Date): Uint8Array {
  const text = `${date.toISOString().slice(0, 19).replaceAll(/[-:T]/g, "")}Z`;
  return date.getUTCFullYear() < 2050 ? derElement(0x17, utf8(text.slice(2))) : derElement(0x18, utf8(text));
}
