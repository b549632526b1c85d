import { hash, X509Certificate as SystemCertificate } from "node:crypto";
import { readDerElement, readDerElements } from "../../base/bytes/der.ts";
import { isStationError } from "../../base/errors/station-error.ts";
import { LatelyUsed } from "../../base/lately-used.ts";
import { pkiErrors } from "../pki-errors.ts";
import { derSequenceLength } from "./der-length.ts";
import { commonNamesOf, objectIdentifier } from "./distinguished-name.ts";
import { type CertificateExtensions, readExtensions } from "./read-extensions.ts";

/** Larger than any certificate a TPM or device has room for. */
export const maximumCertificateBytes = 16_384;

/** What a certificate says: OpenSSL (through Node) for signatures, dates and the key; names and extensions, which it does not tell, by us. */
export interface ReadCertificate extends CertificateExtensions {
  readonly der: Uint8Array;
  /** For `verify`, `checkIssued`, the public key and dates. */
  readonly system: SystemCertificate;
  readonly commonNames: readonly string[];
  /** Object identifier of what it was signed by; of RSASSA-PSS with the one of its digest after a slash, which is SHA-1 without. */
  readonly signatureAlgorithm: string;
}

/** A unit's leaf is read three times within a second, and its issuers for every unit again. */
const lately = new LatelyUsed<ReadCertificate>(64);

/** Reads one DER certificate, exact to the byte. Throws `pki.bad-certificate`, whatever the bytes are. */
export function readCertificate(der: Uint8Array): ReadCertificate {
  if (der.length > maximumCertificateBytes)
    throw pkiErrors.badCertificate(`${der.length} bytes, more than is sensible`);
  return lately.get(hash("sha256", der), () => read(der));
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
  // A copy: the caller's array may be a view that changes.
  const bytes = Uint8Array.from(der);
  try {
    const system = new SystemCertificate(bytes);
    // A date that is none compares as neither early nor late, and would count as in force.
    if (!hasDates(system)) throw pkiErrors.badCertificate("validity is no date");
    const [toBeSigned, algorithm] = readDerElements(readDerElement(bytes).content);
    const fields = readDerElements(toBeSigned?.content ?? none);
    const [, , , subject] = fields[0]?.tag === versionTag ? fields.slice(2) : fields.slice(1);
    const commonNames = commonNamesOf(subject?.content ?? none);
    const signatureAlgorithm = signatureAlgorithmOf(algorithm?.content ?? none);
    return { der: bytes, system, commonNames, signatureAlgorithm, ...readExtensions(fields) };
  } catch (error) {
    if (isStationError(error, "pki.bad-certificate")) throw error;
    throw pkiErrors.badCertificate(`not a certificate: ${error instanceof Error ? error.message : "unknown"}`, error);
  }
}

const versionTag = 0xa0;
const none = new Uint8Array(0);
const probabilistic = "1.2.840.113549.1.1.10";

/** From an AlgorithmIdentifier's content; of RSASSA-PSS the digest is a parameter (RFC 4055 §3.1). */
function signatureAlgorithmOf(content: Uint8Array): string {
  const [id, parameters] = readDerElements(content);
  const name = objectIdentifier(id?.content ?? none);
  const digest = readDerElements(name === probabilistic ? (parameters?.content ?? none) : none).find(
    ({ tag }) => tag === 0xa0,
  );
  if (digest === undefined) return name;
  return `${name}/${objectIdentifier(readDerElement(readDerElement(digest.content).content).content)}`;
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
