import { hash, X509Certificate as SystemCertificate } from "node:crypto";
import { isStationError } from "../../base/errors/station-error.ts";
import { pkiErrors } from "../pki-errors.ts";
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
} from "../x509-library.ts";
import { derSequenceLength } from "./der-length.ts";

/** Larger than any certificate a TPM or device has room for. */
export const maximumCertificateBytes = 16_384;

/** What a certificate says, read by two libraries: OpenSSL (through Node) for signatures and names, @peculiar/x509 for extensions. */
export interface ReadCertificate {
  readonly der: Uint8Array;
  /** For `verify`, `checkIssued`, the public key and dates. */
  readonly system: SystemCertificate;
  readonly commonNames: readonly string[];
  readonly basicConstraints:
    | { readonly ca: boolean; readonly pathLength: number | undefined; readonly critical: boolean }
    | undefined;
  readonly keyUsage:
    | { readonly digitalSignature: boolean; readonly keyCertSign: boolean; readonly critical: boolean }
    | undefined;
  /** Object identifiers. */
  readonly extendedKeyUsage: readonly string[] | undefined;
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

/** A unit's leaf is read three times within a second, and its issuers for every unit again: reading one takes a millisecond. */
const lately = new Map<string, ReadCertificate>();
const mostKept = 64;

/** Reads one DER certificate, exact to the byte. Throws `pki.bad-certificate`, whatever the bytes are. */
export function readCertificate(der: Uint8Array): ReadCertificate {
  try {
    if (der.length > maximumCertificateBytes)
      throw pkiErrors.badCertificate(`${der.length} bytes, more than is sensible`);
    const digest = hash("sha256", der);
    const certificate = lately.get(digest) ?? read(der);
    keep(digest, certificate);
    return certificate;
  } catch (error) {
    if (isStationError(error)) throw error;
    throw pkiErrors.badCertificate(`not a certificate: ${error instanceof Error ? error.message : "unknown"}`, error);
  }
}

/** The longest unused goes first. */
function keep(digest: string, certificate: ReadCertificate): void {
  lately.delete(digest);
  lately.set(digest, certificate);
  const [oldest] = lately.keys();
  if (lately.size > mostKept && oldest !== undefined) lately.delete(oldest);
}

/** Of a date that is none Node makes whatever its memory held, mostly NaN; the text is what OpenSSL thinks of it. */
function hasDates({ validFrom, validTo, validFromDate, validToDate }: SystemCertificate): boolean {
  return (
    ![validFrom, validTo].some((text) => text.startsWith("Bad time value")) &&
    [validFromDate, validToDate].every((date) => Number.isFinite(date.getTime()))
  );
}

function read(der: Uint8Array): ReadCertificate {
  const length = derSequenceLength(der);
  if (length !== der.length) throw pkiErrors.badCertificate(`${der.length - length} bytes after the certificate`);
  // A copy: the libraries keep it, and the caller's array may be a view that changes.
  const bytes = Uint8Array.from(der);
  const system = new SystemCertificate(bytes);
  // A date that is none compares as neither early nor late, and would count as in force.
  if (!hasDates(system)) {
    throw pkiErrors.badCertificate("validity is no date");
  }
  const parsed = new X509Certificate(bytes);
  const constraints = parsed.getExtension(BasicConstraintsExtension);
  const usage = parsed.getExtension(KeyUsagesExtension);
  const has = (flag: KeyUsageFlags): boolean => usage !== null && (usage.usages & flag) !== 0;
  return {
    der: bytes,
    system,
    commonNames: parsed.subjectName.getField("CN"),
    basicConstraints: constraints
      ? { ca: constraints.ca, pathLength: constraints.pathLength, critical: constraints.critical }
      : undefined,
    keyUsage: usage
      ? {
          digitalSignature: has(KeyUsageFlags.digitalSignature),
          keyCertSign: has(KeyUsageFlags.keyCertSign),
          critical: usage.critical,
        }
      : undefined,
    extendedKeyUsage: parsed.getExtension(ExtendedKeyUsageExtension)?.usages.map(String),
    subjectKeyIdentifier: parsed.getExtension(SubjectKeyIdentifierExtension)?.keyId,
    unknownCritical: parsed.extensions.flatMap(({ critical, type }) =>
      critical && !knownExtensions.has(type) ? [type] : [],
    ),
  };
}

/** True for one that may issue others: a CA by its basic constraints, and not forbidden to by its key usage. */
export function mayIssue(certificate: ReadCertificate): boolean {
  return certificate.basicConstraints?.ca === true && certificate.keyUsage?.keyCertSign !== false;
}

const judged = new WeakMap<ReadCertificate, WeakMap<ReadCertificate, boolean>>();

/** True when `issuer`'s name, key identifier and key say that it signed `certificate`; judged once for every two. */
export function isIssuedBy(certificate: ReadCertificate, issuer: ReadCertificate): boolean {
  const known = judged.get(certificate) ?? new WeakMap<ReadCertificate, boolean>();
  judged.set(certificate, known);
  const verdict = known.get(issuer) ?? judge(certificate, issuer);
  known.set(issuer, verdict);
  return verdict;
}

function judge(certificate: ReadCertificate, issuer: ReadCertificate): boolean {
  try {
    return certificate.system.checkIssued(issuer.system) && certificate.system.verify(issuer.system.publicKey);
  } catch {
    // A key of a kind OpenSSL cannot use has verified nothing.
    return false;
  }
}
