import { equalBytes } from "../../base/bytes/bytes.ts";
import { clientAuthentication } from "../authority/certificate-profiles.ts";
import { isIssuedBy, mayIssue, type ReadCertificate, readCertificate } from "../certificate/read-certificate.ts";
import { readDeviceKey } from "../keys/device-key.ts";
import { pkiErrors } from "../pki-errors.ts";
import { weakIssuer, weakSignature } from "./weakness.ts";

export interface ExpectedDeviceChain {
  /** The authority's own certificates: issuer first, root last. */
  readonly issuerChain: readonly Uint8Array[];
  readonly commonName: string;
  /** SubjectPublicKeyInfo of the device key. */
  readonly publicKey: Uint8Array;
  readonly at: Date;
}

const longestChain = 8;

/**
 * Judges what a device will show at registration, leaf first: the leaf has the device's name, key and profile, above it
 * stand exactly the authority's certificates (the root may be left out), every signature, date and path length holds.
 * Errors: `pki.bad-certificate`, `pki.bad-chain`, `pki.bad-profile`, `pki.wrong-name`, `pki.wrong-key`, `pki.expired`.
 */
export function checkDeviceChain(chain: readonly Uint8Array[], expected: ExpectedDeviceChain): void {
  if (chain.length === 0 || chain.length > longestChain) throw pkiErrors.badChain(`${chain.length} certificates`);
  const [leaf, ...above] = chain.map((der) => readCertificate(der));
  if (leaf === undefined) throw pkiErrors.badChain("no leaf");
  const issuers = expected.issuerChain.map((der) => readCertificate(der));
  checkLeaf(leaf, expected);
  checkAbove(above, issuers);
  checkPath(leaf, issuers, expected.at);
}

function checkLeaf(leaf: ReadCertificate, { commonName, publicKey }: ExpectedDeviceChain): void {
  if (leaf.commonNames.length !== 1 || leaf.commonNames[0] !== commonName) {
    throw pkiErrors.wrongName(`leaf CN ${JSON.stringify(leaf.commonNames)}, expected ${JSON.stringify(commonName)}`);
  }
  if (!leafKey(leaf).equals(readDeviceKey(publicKey).key)) throw pkiErrors.wrongKey("leaf is for another key");
  const { basicConstraints, keyUsage, extendedKeyUsage, unknownCritical } = leaf;
  if (basicConstraints?.ca !== false) throw pkiErrors.badProfile("leaf does not say that it is no CA");
  if (keyUsage?.digitalSignature !== true || keyUsage.keyCertSign) throw pkiErrors.badProfile("leaf key usage");
  if (extendedKeyUsage?.includes(clientAuthentication) !== true) throw pkiErrors.badProfile("leaf lacks clientAuth");
  if (unknownCritical.length > 0) throw pkiErrors.badProfile(`critical extension ${unknownCritical.join(", ")}`);
}

function leafKey(leaf: ReadCertificate) {
  try {
    return leaf.system.publicKey;
  } catch (cause) {
    throw pkiErrors.badCertificate("leaf key cannot be read", cause);
  }
}

function checkAbove(above: readonly ReadCertificate[], issuers: readonly ReadCertificate[]): void {
  const needed = issuers.filter((issuer) => !isIssuedBy(issuer, issuer)).length;
  if (above.length < needed || above.length > issuers.length) {
    throw pkiErrors.badChain(`${above.length} certificates above the leaf, ${needed} to ${issuers.length} expected`);
  }
  const stranger = above.findIndex(({ der }, index) => !equalBytes(der, issuers[index]?.der ?? new Uint8Array()));
  if (stranger >= 0) throw pkiErrors.badChain(`certificate ${stranger + 1} above the leaf is not the authority's`);
}

/** Every link of the path up to the authority's last certificate, which is what is trusted here (RFC 5280 §6.1). */
function checkPath(leaf: ReadCertificate, issuers: readonly ReadCertificate[], at: Date): void {
  if (issuers.length === 0) throw pkiErrors.badChain("no issuer");
  let subject = leaf;
  checkDates(leaf, at, "leaf");
  const weak = weakSignature(leaf);
  if (weak !== undefined) throw pkiErrors.badProfile(`leaf ${weak}`);
  for (const [depth, issuer] of issuers.entries()) {
    const what = `issuer ${depth + 1}`;
    if (!isIssuedBy(subject, issuer)) throw pkiErrors.badChain(`signature or name does not lead to ${what}`);
    if (!mayIssue(issuer)) throw pkiErrors.badChain(`${what} is no CA`);
    const allowed = issuer.basicConstraints?.pathLength ?? depth;
    if (allowed < depth) throw pkiErrors.badChain(`${what} allows ${allowed} certificates below, there are ${depth}`);
    if (issuer.unknownCritical.length > 0)
      throw pkiErrors.badChain(`${what}: critical ${issuer.unknownCritical.join(", ")}`);
    refuseWeakIssuer(issuer, what);
    checkDates(issuer, at, what);
    subject = issuer;
  }
}

function refuseWeakIssuer(issuer: ReadCertificate, what: string): void {
  const weak = weakIssuer(issuer);
  if (weak !== undefined) throw pkiErrors.badChain(`${what} ${weak}`);
}

function checkDates({ system }: ReadCertificate, at: Date, what: string): void {
  if (at < system.validFromDate || at > system.validToDate) {
    const span = `${system.validFromDate.toISOString()} to ${system.validToDate.toISOString()}`;
    throw pkiErrors.expired(`${what} is valid from ${span}, judged at ${at.toISOString()}`);
  }
}
