import { encodeName } from "../certificate/encode-name.ts";
import { isIssuedBy, readCertificate } from "../certificate/read-certificate.ts";
import { pkiErrors } from "../pki-errors.ts";
import { type Issuer, readIssuer } from "./issuer.ts";
import { type SignedCertificate, signCertificate, signOwnCertificate } from "./sign-certificate.ts";

const longestCommonName = 64;

export interface AuthorityCertificateOrder {
  readonly commonName: string;
  readonly validityDays: number;
}

/** A root's certificate, signed by its own key. Throws `pki.bad-order`. */
export const issueRootCertificate = (
  root: Pick<Issuer, "key" | "clock">,
  { commonName, validityDays }: AuthorityCertificateOrder,
): Promise<SignedCertificate> =>
  signOwnCertificate(root, { profile: "root", subject: checkedName(commonName), validityDays });

/**
 * Certifies the key of a line's issuer. Throws `pki.bad-order`, `pki.expired`, and `pki.not-authority` where the issuer's own
 * certificate allows no authority below it.
 */
export async function issueIntermediateCertificate(
  issuer: Issuer,
  { commonName, validityDays, publicKey }: AuthorityCertificateOrder & { readonly publicKey: Uint8Array },
): Promise<SignedCertificate> {
  const above = readIssuer(issuer).certificate;
  if (above.basicConstraints?.pathLength === 0)
    throw pkiErrors.notAuthority(`${above.system.subject} may have no authority below it (path length 0)`);
  const subject = checkedName(commonName);
  const signed = await signCertificate(issuer, { profile: "line-intermediate", subject, publicKey, validityDays });
  if (!isIssuedBy(readCertificate(signed.certificate), above))
    throw pkiErrors.badChain("the signature does not verify");
  return signed;
}

function checkedName(commonName: string): Uint8Array {
  // oxlint-disable-next-line no-control-regex -- control characters are what must not be in a name
  if (commonName.length < 1 || commonName.length > longestCommonName || /[\u0000-\u001f\u007f]/.test(commonName))
    throw pkiErrors.badOrder(`common name of ${commonName.length} characters, or with control characters`);
  return encodeName([["CN", commonName]]);
}
