import { readCertificate } from "../certificate/read-certificate.ts";
import { pkiErrors } from "../pki-errors.ts";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
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

const codePattern = /^[A-Za-z0-9-]{1,64}$/;
const validityMs = 7 * 86_400_000;
const backdatedMs = 5 * 60_000;

/**
 * Proof of possession of an authority's key (dps.md §4.2): a certificate by it whose CN is the service's verification code. Good
 * for nothing else: no CA, and nobody keeps its key. Throws `pki.bad-order` for a code that is none, `pki.expired`.
 */
export async function issueVerificationCertificate(
  { chain, privateKey, clock }: Issuer,
  order: { readonly publicKey: Uint8Array<ArrayBuffer>; readonly code: string },
): Promise<Uint8Array> {
  const [issuerDer] = chain;
  if (issuerDer === undefined) throw pkiErrors.damagedAuthority("authority without a certificate");
  if (!codePattern.test(order.code)) throw pkiErrors.badOrder("a verification code is 1 to 64 letters and digits");
  const { validFromDate, validToDate } = readCertificate(issuerDer).system;
  const now = clock.now().getTime();
  if (now < validFromDate.getTime() || now > validToDate.getTime()) {
    throw pkiErrors.expired("the authority is out of date");
  }
  const wholeSeconds = (ms: number): Date => new Date(Math.floor(ms / 1000) * 1000);
  const issuer = new X509Certificate(Uint8Array.from(issuerDer));
  const { key, algorithm } = signingKey(privateKey);
  const keyId = issuer.getExtension(SubjectKeyIdentifierExtension)?.keyId;
  const made = await X509CertificateGenerator.create({
    serialNumber: newSerialNumber(),
    subject: new Name([{ CN: [{ utf8String: order.code }] }]),
    issuer: issuer.subjectName,
    notBefore: wholeSeconds(Math.max(now - backdatedMs, validFromDate.getTime())),
    notAfter: wholeSeconds(Math.min(now + validityMs, validToDate.getTime())),
    publicKey: order.publicKey,
    signingKey: key,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      await SubjectKeyIdentifierExtension.create(order.publicKey),
      keyId === undefined
        ? await AuthorityKeyIdentifierExtension.create(issuer.publicKey)
        : new AuthorityKeyIdentifierExtension(keyId),
    ],
  });
  return new Uint8Array(made.rawData);
}
