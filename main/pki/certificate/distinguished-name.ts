import { toHex } from "../../base/bytes/bytes.ts";
import { readDerElements } from "../../base/bytes/der.ts";

const names: ReadonlyMap<string, string> = new Map([
  ["2.5.4.3", "CN"],
  ["2.5.4.5", "serialNumber"],
  ["2.5.4.6", "C"],
  ["2.5.4.7", "L"],
  ["2.5.4.8", "ST"],
  ["2.5.4.10", "O"],
  ["2.5.4.11", "OU"],
  ["2.23.133.2.1", "tpmManufacturer"],
  ["2.23.133.2.2", "tpmModel"],
  ["2.23.133.2.3", "tpmVersion"],
]);
const commonName = "2.5.4.3";
const bmpString = 0x1e;
const longestValue = 256;

/** The content of an RDNSequence (RFC 5280 §4.1.2.4) in its order: `CN=unit, O=Works`; empty for an empty name. */
export function distinguishedName(content: Uint8Array): string {
  return attributesOf(content)
    .map(({ id, text }) => `${names.get(id) ?? id}=${text}`)
    .join(", ");
}

/** Its common names in their order. */
export const commonNamesOf = (content: Uint8Array): readonly string[] =>
  attributesOf(content).flatMap(({ id, text }) => (id === commonName ? [text] : []));

const attributesOf = (content: Uint8Array): readonly { readonly id: string; readonly text: string }[] =>
  readDerElements(content)
    .flatMap((relative) => readDerElements(relative.content))
    .map((attribute) => {
      const [type, value] = readDerElements(attribute.content);
      return {
        id: objectIdentifier(type?.content ?? new Uint8Array(0)),
        text: textOf(value?.tag ?? 0, value?.content ?? new Uint8Array(0)),
      };
    });

function textOf(tag: number, content: Uint8Array): string {
  const bytes = Buffer.from(content.slice(0, longestValue));
  const text =
    tag === bmpString
      ? Buffer.from(bytes.subarray(0, bytes.length & ~1))
          .swap16()
          .toString("utf16le")
      : bytes.toString("utf8");
  return /[\p{Cc}\uFFFD]/u.test(text) ? `#${toHex(content.slice(0, longestValue))}` : text;
}

/** The content of an OBJECT IDENTIFIER in dotted form (X.690 §8.19). */
export function objectIdentifier(content: Uint8Array): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content.slice(0, 64)) {
    arc = arc * 128 + (byte & 0x7f);
    if ((byte & 0x80) !== 0) continue;
    if (arcs.length === 0) arcs.push(Math.min(Math.floor(arc / 40), 2), arc - 40 * Math.min(Math.floor(arc / 40), 2));
    else arcs.push(arc);
    arc = 0;
  }
  return arcs.join(".");
}
