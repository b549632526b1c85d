import type { Issuer } from "../authority/issuer.ts";
import { issueVerificationCertificate } from "../authority/issue-verification-certificate.ts";
import { generateKey } from "../keys/generate-key.ts";
import { privateSigningKey } from "../keys/private-signing-key.ts";

/**
 * The certificate (DER) that proves to the service that this authority's key is here. The key it certifies is thrown away. Throws
 * `pki.bad-order`, `pki.expired`, and what the key's custody throws.
 */
export async function verificationCertificate(issuer: Issuer, code: string): Promise<Uint8Array> {
  const { publicKey } = privateSigningKey(await generateKey("ec-p256"));
  return (await issueVerificationCertificate(issuer, { publicKey, code })).certificate;
}
