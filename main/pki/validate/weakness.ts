import { isIssuedBy, type ReadCertificate } from "../certificate/read-certificate.ts";

/** RSA PKCS #1 v1.5 (RFC 8017 §A.2.4), ECDSA (RFC 5758 §3.2), RSASSA-PSS (RFC 4055 §3.1) and EdDSA (RFC 8410 §3), none of them over SHA-1 or MD5. */
const soundSignatures: ReadonlySet<string> = new Set([
  "1.2.840.113549.1.1.11",
  "1.2.840.113549.1.1.12",
  "1.2.840.113549.1.1.13",
  "1.2.840.10045.4.3.2",
  "1.2.840.10045.4.3.3",
  "1.2.840.10045.4.3.4",
  "1.2.840.113549.1.1.10/2.16.840.1.101.3.4.2.1",
  "1.2.840.113549.1.1.10/2.16.840.1.101.3.4.2.2",
  "1.2.840.113549.1.1.10/2.16.840.1.101.3.4.2.3",
  "1.3.101.112",
  "1.3.101.113",
]);
const leastRsaBits = 2048;

/** Why the signature on a certificate proves nothing, in words: others could have made it. */
export const weakSignature = ({ signatureAlgorithm }: ReadCertificate): string | undefined =>
  soundSignatures.has(signatureAlgorithm)
    ? undefined
    : `is signed by ${signatureAlgorithm}, which is weak or not known`;

/** Why nothing an authority certifies is proven, in words. The signature of a root on itself proves nothing to begin with. */
export function weakIssuer(issuer: ReadCertificate): string | undefined {
  const { modulusLength = leastRsaBits } = issuer.system.publicKey.asymmetricKeyDetails ?? {};
  if (modulusLength < leastRsaBits) return `has an RSA key of ${modulusLength} bits`;
  return isIssuedBy(issuer, issuer) ? undefined : weakSignature(issuer);
}
