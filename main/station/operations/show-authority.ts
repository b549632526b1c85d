import type { CertificateAuthority } from "../../pki/authority/certificate-authority.ts";
import { describeCertificate } from "../../pki/describe-certificate.ts";
import { pemChain } from "./run-result.ts";

/** An authority, open or only listed. */
type Shown = Pick<CertificateAuthority, "name" | "pilot" | "chain">;

/** What may be shown of an authority: its certificate, never its key. */
export function authorityView({ name, pilot, chain }: Shown) {
  const [issuer = new Uint8Array()] = chain;
  const { subject, serialNumber, notBefore, notAfter, sha256 } = describeCertificate(issuer);
  return { name, pilot, subject, serialNumber, notBefore, notAfter, sha256 };
}

/** The authority's certificates as PEM, issuer first, root last. */
export const exportAuthorityChain = ({ chain }: Shown): string => pemChain(chain);
