import "reflect-metadata";
import { createHash, type KeyObject, type webcrypto } from "node:crypto";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  type Extension,
  GeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  PublicKey,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

/** No expiry, as TPM vendors write it (RFC 5280, clause 4.1.2.5). */
const noExpiry = new Date("9999-12-31T23:59:59Z");

/** tcg-kp-EKCertificate: this certificate is of an endorsement key (TCG EK Credential Profile 2.x, clause 3.2.16). */
const endorsementKeyUsage = "2.23.133.8.1";

/** TPMManufacturer, TPMModel and TPMVersion (clause 3.2.9); id:544D524B is "TMRK". */
const tpmName = "2.23.133.2.1=id:544D524B, 2.23.133.2.2=PRACTICE, 2.23.133.2.3=id:00010000";

export interface CertificateAuthorityPair {
  readonly certificate: X509Certificate;
  readonly signingKey: webcrypto.CryptoKey;
}

export async function makeRootCertificate(keys: webcrypto.CryptoKeyPair, notBefore: Date): Promise<X509Certificate> {
  return X509CertificateGenerator.createSelfSigned({
    name: "CN=PRACTICE TPM Root CA, O=Touchmark PRACTICE",
    keys,
    notBefore,
    notAfter: noExpiry,
    signingAlgorithm: { name: "ECDSA", hash: "SHA-256" },
    extensions: await authorityExtensions(keys.publicKey, 1),
  });
}

export async function makeIssuerCertificate(
  root: CertificateAuthorityPair,
  publicKey: webcrypto.CryptoKey,
): Promise<X509Certificate> {
  return X509CertificateGenerator.create({
    subject: "CN=PRACTICE TPM EK CA, O=Touchmark PRACTICE",
    issuer: root.certificate.subjectName,
    publicKey,
    signingKey: root.signingKey,
    notBefore: root.certificate.notBefore,
    notAfter: noExpiry,
    signingAlgorithm: { name: "ECDSA", hash: "SHA-256" },
    extensions: [
      ...(await authorityExtensions(publicKey, 0)),
      await AuthorityKeyIdentifierExtension.create(root.certificate.publicKey),
    ],
  });
}

/**
 * The EK certificate of one TPM. Serial number and dates follow from the key and the issuer, and the signature is RSA
 * PKCS #1 v1.5: the same TPM shows the same bytes after every restart.
 */
export async function makeEndorsementCertificate(
  issuer: CertificateAuthorityPair,
  publicKey: KeyObject,
): Promise<X509Certificate> {
  const info = publicKey.export({ format: "der", type: "spki" });
  return X509CertificateGenerator.create({
    serialNumber: `01${createHash("sha256").update(info).digest("hex").slice(0, 30)}`,
    issuer: issuer.certificate.subjectName,
    publicKey: new PublicKey(info),
    signingKey: issuer.signingKey,
    notBefore: issuer.certificate.notBefore,
    notAfter: noExpiry,
    signingAlgorithm: { name: "RSASSA-PKCS1-v1_5" },
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(
        publicKey.asymmetricKeyType === "rsa" ? KeyUsageFlags.keyEncipherment : KeyUsageFlags.keyAgreement,
        true,
      ),
      new ExtendedKeyUsageExtension([endorsementKeyUsage]),
      new SubjectAlternativeNameExtension([new GeneralName("dn", tpmName)], true),
      await AuthorityKeyIdentifierExtension.create(issuer.certificate.publicKey),
    ],
  });
}

async function authorityExtensions(publicKey: webcrypto.CryptoKey, pathLength: number): Promise<Extension[]> {
  return [
    new BasicConstraintsExtension(true, pathLength, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    await SubjectKeyIdentifierExtension.create(publicKey),
  ];
}
