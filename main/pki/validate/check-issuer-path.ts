import { isIssuedBy, mayIssue, readCertificate } from "../certificate/read-certificate.ts";
import { pkiErrors } from "../pki-errors.ts";
import { checkInForce } from "./check-in-force.ts";
import { weakIssuer } from "./weakness.ts";

/**
 * An authority's own path, issuer first, up to a root: devices and services need all of it. Throws `pki.bad-chain`, `pki.not-authority`,
 * `pki.expired`, `pki.not-valid-yet`.
 */
export function checkIssuerPath(chain: readonly Uint8Array[], at: Date): void {
  const read = chain.map((der) => readCertificate(der));
  const last = read.at(-1);
  if (last === undefined || !isIssuedBy(last, last))
    throw pkiErrors.badChain("the file does not lead to a root; put all certificates up to it into one file");
  for (const [depth, certificate] of read.entries()) {
    const { system, basicConstraints } = certificate;
    if (!mayIssue(certificate)) throw pkiErrors.notAuthority(`${system.subject} may not issue certificates`);
    // Below it stand the authorities before it in the chain; the devices' own certificates do not count (RFC 5280 §4.2.1.9).
    if ((basicConstraints?.pathLength ?? depth) < depth)
      throw pkiErrors.badChain(`${system.subject} allows fewer authorities below it`);
    const weak = weakIssuer(certificate);
    if (weak !== undefined) throw pkiErrors.badChain(`${system.subject} ${weak}`);
    checkInForce(certificate, at);
  }
}
