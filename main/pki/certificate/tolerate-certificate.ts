import { equalBytes, toHex } from "../../base/bytes/bytes.ts";
import { type DerElement, readDerElement, readDerElements } from "../../base/bytes/der.ts";
import { pkiErrors } from "../pki-errors.ts";
import { readDerTime } from "./der-time.ts";
import { distinguishedName, objectIdentifier } from "./distinguished-name.ts";
import { maximumCertificateBytes } from "./read-certificate.ts";

/** What can be had of a certificate that breaks the rules of DER or of RFC 5280 without being damaged. */
export interface ToleratedCertificate {
  /** TBSCertificate as it stands, which is what was signed. */
  readonly toBeSigned: Uint8Array;
  /** Object identifier. */
  readonly signatureAlgorithm: string;
  readonly signature: Uint8Array;
  /** Lower-case hexadecimal. */
  readonly serialNumber: string;
  readonly subject: string;
  readonly issuer: string;
  /** undefined where there is no date in it. */
  readonly notBefore: Date | undefined;
  readonly notAfter: Date | undefined;
  readonly ca: boolean;
  readonly extendedKeyUsage: readonly string[];
  /** Critical extensions, by object identifier. */
  readonly critical: readonly string[];
  /** Each rule it breaks, for the engineer; renderer/locales has them in every language. */
  readonly faults: readonly string[];
}

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  sequence: 0x30,
  version: 0xa0,
  extensions: 0xa3,
} as const;
const oid = { basicConstraints: "2.5.29.19", extendedKeyUsage: "2.5.29.37" } as const;

/**
 * Reads a certificate (RFC 5280 §4.1) as far as its meaning is clear: vendors' EK certificates are seen with negative serial numbers,
 * booleans other than FF, bit strings with a wrong count of unused bits, dates in the wrong encoding, and lengths longer than they
 * need be. Throws `pki.bad-certificate` if the structure itself is not there.
 */
export function tolerateCertificate(der: Uint8Array): ToleratedCertificate {
  try {
    return tolerate(der);
  } catch (cause) {
    throw pkiErrors.badCertificate("no certificate, however it is read", cause);
  }
}

function tolerate(der: Uint8Array): ToleratedCertificate {
  if (der.length > maximumCertificateBytes) throw new RangeError("larger than is sensible");
  const faults: string[] = [];
  const whole = readDerElement(der);
  const toBeSigned = whole.content.slice(0, readDerElement(whole.content).end);
  const [, algorithm, signature] = readDerElements(whole.content);
  if (whole.end !== der.length) faults.push("bytes after the certificate");
  if (!hasShortestLengths(der, 0)) faults.push("lengths longer than they need be");
  const fields = readDerElements(readDerElement(toBeSigned).content);
  const [serial, signedWith, issuer, validity, subject, keyInfo, ...rest] =
    fields[0]?.tag === TAG.version ? fields.slice(1) : fields;
  if (serial?.tag !== TAG.integer || keyInfo?.tag !== TAG.sequence) throw new TypeError("no TBSCertificate");
  if (!equalBytes(signedWith?.content ?? none, algorithm?.content ?? none)) throw new TypeError("two algorithms");
  const extensions = readExtensions(rest, faults);
  return {
    toBeSigned,
    signatureAlgorithm: objectIdentifier(readDerElement(required(algorithm, TAG.sequence)).content),
    signature: bitsOf(signature, faults),
    serialNumber: serialText(serial.content, faults),
    issuer: distinguishedName(required(issuer, TAG.sequence)),
    subject: distinguishedName(required(subject, TAG.sequence)),
    ...readValidity(required(validity, TAG.sequence), faults),
    ...extensions,
    faults,
  };
}

const none = new Uint8Array(0);

function required(element: DerElement | undefined, tag: number): Uint8Array {
  if (element?.tag !== tag) throw new TypeError(`no element of tag ${tag}`);
  return element.content;
}

function bitsOf(element: DerElement | undefined, faults: string[]): Uint8Array {
  const content = required(element, TAG.bitString);
  if (content[0] === 0) return content.slice(1);
  faults.push("bit string with unused bits");
  // Where the count is left out, the signature of ECDSA begins at once.
  return content[0] === TAG.sequence ? content : content.slice(1);
}

function serialText(content: Uint8Array, faults: string[]): string {
  if (((content[0] ?? 0) & 0x80) !== 0) faults.push("negative serial number");
  if (content.length === 0 || content.length > 21) faults.push("serial number of a wrong length");
  if (content.length > 1 && content[0] === 0 && ((content[1] ?? 0) & 0x80) === 0) faults.push("padded serial number");
  return toHex(content).replace(/^00(?=.)/, "");
}

function readValidity(content: Uint8Array, faults: string[]): Pick<ToleratedCertificate, "notBefore" | "notAfter"> {
  const [from, to] = readDerElements(content).map((element) => readDerTime(element));
  for (const time of [from, to]) if (time?.fault !== undefined) faults.push(time.fault);
  return { notBefore: from?.date, notAfter: to?.date };
}

type Extensions = Pick<ToleratedCertificate, "ca" | "extendedKeyUsage" | "critical">;

function readExtensions(rest: readonly DerElement[], faults: string[]): Extensions {
  const holder = rest.find(({ tag }) => tag === TAG.extensions);
  if (holder === undefined) return { ca: false, extendedKeyUsage: [], critical: [] };
  const found = new Map<string, Uint8Array>();
  const critical: string[] = [];
  for (const extension of readDerElements(readDerElement(holder.content).content)) {
    const [id, ...more] = readDerElements(required(extension, TAG.sequence));
    const name = objectIdentifier(required(id, TAG.objectIdentifier));
    const flag = more.find(({ tag }) => tag === TAG.boolean);
    if (flag !== undefined && isTrue(flag, faults)) critical.push(name);
    found.set(name, required(more.at(-1), TAG.octetString));
  }
  const usage = found.get(oid.extendedKeyUsage);
  const constraints = found.get(oid.basicConstraints);
  const [ca] = constraints === undefined ? [] : readDerElements(readDerElement(constraints).content);
  return {
    ca: ca?.tag === TAG.boolean && isTrue(ca, faults),
    extendedKeyUsage:
      usage === undefined
        ? []
        : readDerElements(readDerElement(usage).content).map(({ content }) => objectIdentifier(content)),
    critical,
  };
}

/** Any value but zero means true (X.690 §8.2.2); DER has FF alone. */
function isTrue({ content }: DerElement, faults: string[]): boolean {
  const [value = 0] = content;
  if (content.length !== 1 || (value !== 0 && value !== 0xff)) faults.push("boolean other than 00 or FF");
  return value !== 0;
}

/** Whether every length below the element is of the shortest form (X.690 §10.1). */
function hasShortestLengths(bytes: Uint8Array, depth: number): boolean {
  let start = 0;
  for (const { tag, content, end } of readDerElements(bytes)) {
    const header = end - start - content.length;
    const shortest = content.length < 0x80 ? 2 : content.length < 0x100 ? 3 : content.length < 0x1_0000 ? 4 : header;
    if (header !== shortest) return false;
    const isConstructed = (tag & 0x20) !== 0;
    if (isConstructed && depth < deepest && !hasShortestLengths(content, depth + 1)) return false;
    start = end;
  }
  return true;
}

const deepest = 12;
