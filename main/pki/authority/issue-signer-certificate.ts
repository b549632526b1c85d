import { readCertificate } from "../certificate/read-certificate.ts";
import { pkiErrors } from "../pki-errors.ts";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "../x509-library.ts";
import type { Issuer } from "./issue-device-certificate.ts";
import { newSerialNumber } from "./serial-number.ts";
import { signingKey } from "./signing-key.ts";

/** id-kp-documentSigning, RFC 9336. */
export const documentSigning = "1.3.6.1.5.5.7.3.36";

const msPerDay = 86_400_000;
const backdatedMs = 5 * 60_000;
const longestCommonName = 64;

/** Certifies a key that signs manifests: no CA, digitalSignature, documentSigning. Throws `pki.expired`, `pki.bad-order`. */
export async function issueSignerCertificate(
  { chain, privateKey, clock }: Issuer,
  order: { readonly publicKey: Uint8Array<ArrayBuffer>; readonly commonName: string; readonly validityDays: number },
): Promise<Uint8Array> {
  const [issuerDer] = chain;
  if (issuerDer === undefined) throw pkiErrors.damagedAuthority("authority without a certificate");
  if (order.commonName.length > longestCommonName) throw pkiErrors.badOrder("common name is too long");
  const { validFromDate, validToDate } = readCertificate(issuerDer).system;
  const now = clock.now().getTime();
  if (now < validFromDate.getTime() || now > validToDate.getTime())
    throw pkiErrors.expired("the authority is out of date");
  const wholeSeconds = (ms: number): Date => new Date(Math.floor(ms / 1000) * 1000);
  const issuer = new X509Certificate(Uint8Array.from(issuerDer));
  const { key, algorithm } = signingKey(privateKey);
  const made = await X509CertificateGenerator.create({
    serialNumber: newSerialNumber(),
    subject: new Name([{ CN: [{ utf8String: order.commonName }] }]),
    issuer: issuer.subjectName,
    notBefore: wholeSeconds(Math.max(now - backdatedMs, validFromDate.getTime())),
    notAfter: wholeSeconds(Math.min(now + order.validityDays * msPerDay, validToDate.getTime())),
    publicKey: order.publicKey,
    signingKey: key,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([documentSigning]),
      await SubjectKeyIdentifierExtension.create(order.publicKey),
      await authorityKeyIdentifier(issuer),
    ],
  });
  return new Uint8Array(made.rawData);
}

async function authorityKeyIdentifier(issuer: X509Certificate): Promise<AuthorityKeyIdentifierExtension> {
  const keyId = issuer.getExtension(SubjectKeyIdentifierExtension)?.keyId;
  return keyId === undefined
    ? AuthorityKeyIdentifierExtension.create(issuer.publicKey)
    : new AuthorityKeyIdentifierExtension(keyId);
}
