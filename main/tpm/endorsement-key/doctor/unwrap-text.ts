import { fromHex } from "../../../base/bytes/bytes.ts";

export interface Unwrapped {
  readonly bytes: Uint8Array;
  readonly wrapping: string;
}

/** The bytes a text stands for: PEM, hexadecimal in any of the usual manners, Base64; undefined for any other text. */
export function unwrapText(text: string): Unwrapped | undefined {
  return (
    pem(text) ?? escaped(text) ?? dump(text) ?? hexadecimal(text) ?? numbers(text) ?? base64(text) ?? base64Inside(text)
  );
}

function pem(text: string): Unwrapped | undefined {
  const [, label = "", body = ""] = /-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]+)-----END \1-----/.exec(text) ?? [];
  const bytes = decodeBase64(body);
  return label === "" || bytes === undefined ? undefined : { bytes, wrapping: `PEM (${label})` };
}

/** Base64 as it stands in an address (%2B) or in JSON (\\/, \\n). */
function escaped(text: string): Unwrapped | undefined {
  const bare = text.trim();
  if (!/^["']?(?:[A-Za-z0-9+/=_-]|%(?:2B|2F|3D)|\\\/|\\r|\\n)+["',]*$/i.test(bare)) return undefined;
  const plain = bare
    .replaceAll(/%(2B|2F|3D)/gi, (whole) => decodeURIComponent(whole))
    .replaceAll(/\\[rn]/g, "")
    .replaceAll("\\/", "/");
  if (plain === bare) return undefined;
  const bytes = decodeBase64(withoutQuotes(plain));
  return bytes === undefined || bytes.length < 8 ? undefined : { bytes, wrapping: "Base64 with escapes" };
}

/** Bytes as numbers, each by itself: a list in a program, what PowerShell prints of a byte array. */
function numbers(text: string): Unwrapped | undefined {
  const opening = Math.max(...["[", "{", "("].map((bracket) => text.lastIndexOf(bracket)));
  const [inside = ""] = text.slice(opening + 1).split(/[\])}]/, 1);
  const items = inside.split(/[\s,;]+/).filter((item) => item !== "");
  if (items.length < 16 || !items.every((item) => /^(?:0x[0-9a-f]{1,2}|\d{1,3})$/i.test(item))) return undefined;
  const values = items.map(Number);
  if (values.some((value) => value > 255)) return undefined;
  return { bytes: Uint8Array.from(values), wrapping: "list of numbers" };
}

/** Lines of xxd or hexdump -C: an offset, bytes, and perhaps what they look like. */
const dumpLine = /^[0-9A-Fa-f]{7,8}:? {1,2}((?:[0-9A-Fa-f]{2,8} {1,2})*[0-9A-Fa-f]{2,8})(?: .*)?$/;

function dump(text: string): Unwrapped | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  // hexdump ends with the offset alone.
  const last = lines.length > 1 && /^[0-9A-Fa-f]{7,8}$/.test(lines.at(-1) ?? "") ? -1 : undefined;
  const bodies = lines.slice(0, last).map((line) => dumpLine.exec(line.trim())?.[1]);
  if (bodies.length === 0 || bodies.includes(undefined)) return undefined;
  const hex = bodies.join("").replaceAll(" ", "");
  return hex.length % 2 === 0 ? { bytes: fromHex(hex), wrapping: "hexadecimal dump" } : undefined;
}

/** Digits together, or with spaces, colons, hyphens, commas or 0x between the bytes. */
function hexadecimal(text: string): Unwrapped | undefined {
  const items = text.split(/[\s:,;-]+/).map((item) => item.replace(/^0x/i, ""));
  // Numbers that stand each for one byte are decimal where one of them has not two digits.
  if (items.every(({ length }) => length <= 3) && items.some(({ length }) => length % 2 === 1)) return undefined;
  const digits = items.join("").replaceAll(/0x/gi, "");
  if (digits.length < 16 || digits.length % 2 !== 0 || !/^[0-9A-Fa-f]+$/.test(digits)) return undefined;
  return { bytes: fromHex(digits), wrapping: "hexadecimal text" };
}

function base64(text: string): Unwrapped | undefined {
  const bare = withoutQuotes(text.trim());
  const bytes = decodeBase64(bare);
  if (bytes === undefined || bytes.length < 8) return undefined;
  if (bare !== text.trim()) return { bytes, wrapping: "Base64 in quotes" };
  if (/\s/.test(bare)) return { bytes, wrapping: "Base64 in several lines" };
  if (/[-_]/.test(bare)) return { bytes, wrapping: "Base64 of the URL kind" };
  return { bytes, wrapping: bare.length % 4 === 0 ? "Base64" : "Base64 without its padding" };
}

/** In the output of a tool or a JSON file: the first run of Base64 as long as a key, if its lines are whole. */
function base64Inside(text: string): Unwrapped | undefined {
  const [run] = /[A-Za-z0-9+/]{100,}={0,2}/.exec(text) ?? [];
  const bytes = decodeBase64(run ?? "");
  return bytes === undefined ? undefined : { bytes, wrapping: "Base64 inside other text" };
}

/** Without the quote before it, and the quotes and commas behind it. */
function withoutQuotes(text: string): string {
  let end = text.length;
  while (`"',`.includes(text[end - 1] ?? " ")) end -= 1;
  return text.slice(/^["']/.test(text) ? 1 : 0, end);
}

/** Forgiving of white space and missing padding, and of nothing else. */
function decodeBase64(text: string): Uint8Array | undefined {
  const packed = text.replaceAll(/\s/g, "").replaceAll("-", "+").replaceAll("_", "/");
  return packed !== "" && /^[A-Za-z0-9+/]+={0,2}$/.test(packed)
    ? new Uint8Array(Buffer.from(packed, "base64"))
    : undefined;
}
