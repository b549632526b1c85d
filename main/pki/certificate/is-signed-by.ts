import { verify } from "node:crypto";
import type { ReadCertificate } from "./read-certificate.ts";
import type { ToleratedCertificate } from "./tolerate-certificate.ts";

/** node:crypto's digest by signature algorithm: RSA PKCS #1 v1.5 (RFC 8017 §A.2.4) and ECDSA (RFC 5758 §3.2). */
const digests: ReadonlyMap<string, string> = new Map([
  ["1.2.840.113549.1.1.5", "sha1"],
  ["1.2.840.113549.1.1.11", "sha256"],
  ["1.2.840.113549.1.1.12", "sha384"],
  ["1.2.840.113549.1.1.13", "sha512"],
  ["1.2.840.10045.4.1", "sha1"],
  ["1.2.840.10045.4.3.2", "sha256"],
  ["1.2.840.10045.4.3.3", "sha384"],
  ["1.2.840.10045.4.3.4", "sha512"],
]);

/** Whether the issuer's key signed the very bytes of the certificate; names are not compared, as their encoding may be at fault. */
export function isSignedBy(certificate: ToleratedCertificate, issuer: ReadCertificate): boolean {
  const digest = digests.get(certificate.signatureAlgorithm);
  if (digest === undefined) return false;
  try {
    return verify(digest, certificate.toBeSigned, issuer.system.publicKey, certificate.signature);
  } catch {
    // A key of another kind than the signature has signed nothing.
    return false;
  }
}
