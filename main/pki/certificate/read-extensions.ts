import { toHex } from "../../base/bytes/bytes.ts";
import { type DerElement, readDerElement, readDerElements } from "../../base/bytes/der.ts";
import { objectIdentifier } from "./distinguished-name.ts";

/** What a certificate's extensions say of those that matter here. */
export interface CertificateExtensions {
  readonly basicConstraints:
    | { readonly ca: boolean; readonly pathLength: number | undefined; readonly critical: boolean }
    | undefined;
  readonly keyUsage:
    | {
        readonly digitalSignature: boolean;
        readonly keyCertSign: boolean;
        readonly cRLSign: boolean;
        readonly critical: boolean;
      }
    | undefined;
  /** Object identifiers. */
  readonly extendedKeyUsage: readonly string[] | undefined;
  /** Lower-case hexadecimal. */
  readonly subjectKeyIdentifier: string | undefined;
  /** Critical extensions whose meaning we do not know: a certificate with one must not be relied on (RFC 5280 §4.2). */
  readonly unknownCritical: readonly string[];
}

export const knownExtensions: ReadonlySet<string> = new Set([
  "2.5.29.14", // subject key identifier
  "2.5.29.15", // key usage
  "2.5.29.17", // subject alternative name
  "2.5.29.19", // basic constraints
  "2.5.29.32", // certificate policies
  "2.5.29.35", // authority key identifier
  "2.5.29.37", // extended key usage
]);

const TAG = { boolean: 1, integer: 2, bits: 3, octets: 4, oid: 6, sequence: 0x30, extensions: 0xa3 } as const;

interface Extension {
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** Reads `Extensions` (RFC 5280 §4.1) out of the fields of a TBSCertificate. Throws, whatever it is, for one not encoded as it must be. */
export function readExtensions(fields: readonly DerElement[]): CertificateExtensions {
  const found = new Map<string, Extension>();
  for (const [id, extension] of listed(fields)) {
    if (found.has(id)) throw new TypeError(`extension ${id} twice`);
    found.set(id, extension);
  }
  const identifier = found.get("2.5.29.14");
  const purposes = found.get("2.5.29.37");
  return {
    basicConstraints: readBasicConstraints(found.get("2.5.29.19")),
    keyUsage: readKeyUsage(found.get("2.5.29.15")),
    extendedKeyUsage: purposes && members(purposes.value).map((purpose) => objectIdentifier(content(purpose, TAG.oid))),
    subjectKeyIdentifier: identifier && toHex(content(only(identifier.value), TAG.octets)),
    unknownCritical: [...found].flatMap(([id, { critical }]) => (critical && !knownExtensions.has(id) ? [id] : [])),
  };
}

function listed(fields: readonly DerElement[]): readonly (readonly [string, Extension])[] {
  const holder = fields.find(({ tag }) => tag === TAG.extensions);
  if (holder === undefined) return [];
  return members(holder.content).map((element) => {
    const [id, ...rest] = readDerElements(content(element, TAG.sequence));
    const value = rest.pop();
    const [flag] = rest;
    if (rest.length > 1) throw new TypeError("extension of more than three parts");
    return [
      objectIdentifier(content(id, TAG.oid)),
      { critical: flag !== undefined && isTrue(flag), value: content(value, TAG.octets) },
    ];
  });
}

function readBasicConstraints(extension: Extension | undefined): CertificateExtensions["basicConstraints"] {
  if (extension === undefined) return undefined;
  const parts = [...members(extension.value)];
  const ca = parts[0]?.tag === TAG.boolean && isTrue(parts[0]);
  const [length, ...more] = parts[0]?.tag === TAG.boolean ? parts.slice(1) : parts;
  if (more.length > 0) throw new TypeError("basic constraints of more than two parts");
  const pathLength = length === undefined ? undefined : smallInteger(content(length, TAG.integer));
  return { ca, pathLength, critical: extension.critical };
}

/** Numbered bits, the first one the highest of its byte (RFC 5280 §4.2.1.3). */
function readKeyUsage(extension: Extension | undefined): CertificateExtensions["keyUsage"] {
  if (extension === undefined) return undefined;
  const [unused = 0xff, bits = 0] = content(only(extension.value), TAG.bits);
  if (unused > 7) throw new TypeError("key usage with a wrong count of unused bits");
  return {
    digitalSignature: (bits & 0x80) !== 0,
    keyCertSign: (bits & 0x04) !== 0,
    cRLSign: (bits & 0x02) !== 0,
    critical: extension.critical,
  };
}

function only(bytes: Uint8Array): DerElement {
  const element = readDerElement(bytes);
  if (element.end !== bytes.length) throw new TypeError("bytes after the value of an extension");
  return element;
}

const members = (bytes: Uint8Array): readonly DerElement[] => readDerElements(content(only(bytes), TAG.sequence));

function content(element: DerElement | undefined, tag: number): Uint8Array {
  if (element?.tag !== tag) throw new TypeError(`tag ${element?.tag ?? "of nothing"} in the place of ${tag}`);
  return element.content;
}

/** DER knows 00 and FF (X.690 §11.1). */
function isTrue({ tag, content: bytes }: DerElement): boolean {
  const [value] = bytes;
  if (tag !== TAG.boolean || bytes.length !== 1 || (value !== 0 && value !== 0xff))
    throw new TypeError("a boolean that is none");
  return value === 0xff;
}

function smallInteger(bytes: Uint8Array): number {
  const [value] = bytes;
  if (value === undefined || bytes.length > 1 || value > 0x7f) throw new TypeError("a path length that is none");
  return value;
}
