import { derToPem } from "../pem.ts";
import type { CertificateAuthority } from "./certificate-authority.ts";

/** The authority's certificates as one PEM text, the issuer first and the root last; what a customer or DPS imports. */
export function exportAuthorityChain(authority: Pick<CertificateAuthority, "chain">): string {
  return authority.chain.map((der) => derToPem(der)).join("");
}
