import { encodeName } from "../certificate/encode-name.ts";
import { pkiErrors } from "../pki-errors.ts";
import type { Issuer } from "./issuer.ts";
import { type SignedCertificate, signCertificate } from "./sign-certificate.ts";

const codePattern = /^[A-Za-z0-9-]{1,64}$/;
const validityDays = 7;

/**
 * Proof of possession of an authority's key (the service's manual): a certificate by it whose CN is the service's verification code. Good
 * for nothing else: no CA, and nobody keeps its key. Throws `pki.bad-order` for a code that is none, `pki.expired`.
 */
export async function issueVerificationCertificate(
  issuer: Issuer,
  order: { readonly publicKey: Uint8Array; readonly code: string; readonly serialNumber?: string | undefined },
): Promise<SignedCertificate> {
  const { code, ...rest } = order;
  if (!codePattern.test(code)) throw pkiErrors.badOrder("a verification code is 1 to 64 letters and digits");
  return signCertificate(issuer, {
    profile: "verification",
    subject: encodeName([["CN", code]]),
    validityDays,
    ...rest,
  });
}
