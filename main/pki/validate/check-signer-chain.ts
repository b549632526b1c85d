import { equalBytes } from "../../base/bytes/bytes.ts";
import { documentSigning } from "../authority/certificate-profiles.ts";
import { isIssuedBy, mayIssue, type ReadCertificate, readCertificate } from "../certificate/read-certificate.ts";
import { pkiErrors } from "../pki-errors.ts";
import { weakIssuer, weakSignature } from "./weakness.ts";

export interface ExpectedSignerChain {
  /** DER; the chain must come to one of them. Empty: nothing is known, and the chain only has to hold in itself. */
  readonly trusted: readonly Uint8Array[];
  readonly at: Date;
}

const longestChain = 8;

/**
 * Judges who signed a document, signer first: profile of the first, every signature, date and path length up to the first
 * certificate that is trusted (RFC 5280 §6.1). Errors: `pki.bad-certificate`, `pki.bad-profile`, `pki.bad-chain`, `pki.expired`.
 */
export function checkSignerChain(chain: readonly Uint8Array[], { trusted, at }: ExpectedSignerChain): void {
  if (chain.length === 0 || chain.length > longestChain) throw pkiErrors.badChain(`${chain.length} certificates`);
  const certificates = chain.map((der) => readCertificate(der));
  for (const [depth, certificate] of certificates.entries()) {
    if (depth === 0) checkSigner(certificate);
    else checkIssuer(certificate, depth - 1);
    checkDates(certificate, depth, at);
    const below = certificates[depth - 1];
    if (below !== undefined && !isIssuedBy(below, certificate))
      throw pkiErrors.badChain(`certificate ${depth} was not issued by certificate ${depth + 1}`);
  }
  if (trusted.length > 0) checkTrust(certificates, trusted);
}

function checkSigner(signer: ReadCertificate): void {
  const { basicConstraints, keyUsage, extendedKeyUsage, unknownCritical } = signer;
  if (basicConstraints?.ca === true) throw pkiErrors.badProfile("the signer is a CA");
  if (keyUsage?.digitalSignature !== true) throw pkiErrors.badProfile("the signer's key usage");
  if (extendedKeyUsage?.includes(documentSigning) !== true) throw pkiErrors.badProfile("signer lacks documentSigning");
  if (unknownCritical.length > 0) throw pkiErrors.badProfile(`critical extension ${unknownCritical.join(", ")}`);
  const weak = weakSignature(signer);
  if (weak !== undefined) throw pkiErrors.badProfile(`the signer ${weak}`);
}

function checkIssuer(issuer: ReadCertificate, below: number): void {
  if (!mayIssue(issuer)) throw pkiErrors.badChain(`certificate ${below + 2} is no CA`);
  if ((issuer.basicConstraints?.pathLength ?? below) < below)
    throw pkiErrors.badChain(`certificate ${below + 2} allows fewer certificates below`);
  if (issuer.unknownCritical.length > 0)
    throw pkiErrors.badChain(`certificate ${below + 2}: critical ${issuer.unknownCritical.join(", ")}`);
  const weak = weakIssuer(issuer);
  if (weak !== undefined) throw pkiErrors.badChain(`certificate ${below + 2} ${weak}`);
}

function checkDates({ system }: ReadCertificate, depth: number, at: Date): void {
  if (at >= system.validFromDate && at <= system.validToDate) return;
  throw pkiErrors.expired(`certificate ${depth + 1} was not valid at ${at.toISOString()}`);
}

function checkTrust(certificates: readonly ReadCertificate[], trusted: readonly Uint8Array[]): void {
  const [last] = certificates.slice(-1);
  const inChain = certificates.some(({ der }) => trusted.some((root) => equalBytes(root, der)));
  const above = trusted.map((der) => readCertificate(der));
  const issued = last !== undefined && above.some((root) => mayIssue(root) && isIssuedBy(last, root));
  if (!inChain && !issued) throw pkiErrors.badChain("the chain does not come to a certificate that is trusted");
}
