import { encodeName } from "../certificate/encode-name.ts";
import { pkiErrors } from "../pki-errors.ts";
import type { Issuer } from "./issuer.ts";
import { type SignedCertificate, signCertificate } from "./sign-certificate.ts";

const longestCommonName = 64;

/** Certifies a key that signs manifests. Throws `pki.expired`, `pki.bad-order`. */
export async function issueSignerCertificate(
  issuer: Issuer,
  order: {
    readonly publicKey: Uint8Array;
    readonly commonName: string;
    readonly validityDays: number;
    readonly serialNumber?: string | undefined;
  },
): Promise<SignedCertificate> {
  const { commonName, ...rest } = order;
  if (commonName.length > longestCommonName) throw pkiErrors.badOrder("common name is too long");
  return signCertificate(issuer, { profile: "manifest-signer", subject: encodeName([["CN", commonName]]), ...rest });
}
