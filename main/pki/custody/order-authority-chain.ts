import type { KeyObject } from "node:crypto";
import { isIssuedBy, mayIssue, type ReadCertificate, readCertificate } from "../certificate/read-certificate.ts";
import { pkiErrors } from "../pki-errors.ts";

const longestChain = 6;

/**
 * The chain of the authority whose key this is: its certificate first, each issuer after it, the root last if the file
 * has it. Throws `pki.bad-import` when no certificate belongs to the key, `pki.not-authority` when one may not issue.
 */
export function orderAuthorityChain(certificates: readonly Uint8Array[], privateKey: KeyObject): readonly Uint8Array[] {
  const read = certificates.map((der) => readCertificate(der));
  const own = read.find(({ system }) => system.checkPrivateKey(privateKey));
  if (own === undefined) throw pkiErrors.badImport("no certificate in the file belongs to its private key");
  return chainUp(certificates, own);
}

/** From an authority's own certificate up, as far as the others lead. Throws `pki.not-authority` when one may not issue. */
export function chainUp(certificates: readonly Uint8Array[], own: ReadCertificate): readonly Uint8Array[] {
  const read = certificates.map((der) => readCertificate(der));
  let current: ReadCertificate | undefined = own;
  const chain: ReadCertificate[] = [];
  while (current !== undefined && chain.length < longestChain) {
    const subject: ReadCertificate = current;
    if (!mayIssue(subject)) throw pkiErrors.notAuthority(`${subject.system.subject} may not issue certificates`);
    chain.push(subject);
    current = isIssuedBy(subject, subject)
      ? undefined
      : read.find((other) => !chain.includes(other) && isIssuedBy(subject, other));
  }
  return chain.map(({ der }) => der);
}
