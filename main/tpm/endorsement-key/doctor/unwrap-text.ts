import { fromHex } from "../../../base/bytes/bytes.ts";

export interface Unwrapped {
  readonly bytes: Uint8Array;
  readonly wrapping: string;
}

/** The bytes a text stands for: PEM, hexadecimal in any of the usual manners, Base64; undefined for any other text. */
export function unwrapText(text: string): Unwrapped | undefined {
  return pem(text) ?? dump(text) ?? hexadecimal(text) ?? base64(text) ?? base64Inside(text);
}

function pem(text: string): Unwrapped | undefined {
  const [, label = "", body = ""] = /-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]+)-----END \1-----/.exec(text) ?? [];
  const bytes = decodeBase64(body);
  return label === "" || bytes === undefined ? undefined : { bytes, wrapping: `PEM (${label})` };
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
  const digits = text.replaceAll(/0x|[\s:,;-]/gi, "");
  if (digits.length < 16 || digits.length % 2 !== 0 || !/^[0-9A-Fa-f]+$/.test(digits)) return undefined;
  return { bytes: fromHex(digits), wrapping: "hexadecimal text" };
}

function base64(text: string): Unwrapped | undefined {
  const bare = text.trim().replaceAll(/^["']|["',]+$/g, "");
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

/** Forgiving of white space and missing padding, and of nothing else. */
function decodeBase64(text: string): Uint8Array | undefined {
  const packed = text.replaceAll(/\s/g, "").replaceAll("-", "+").replaceAll("_", "/");
  return packed !== "" && /^[A-Za-z0-9+/]+={0,2}$/.test(packed)
    ? new Uint8Array(Buffer.from(packed, "base64"))
    : undefined;
}
