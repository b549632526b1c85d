import "reflect-metadata";
import { createPrivateKey, type KeyObject, webcrypto } from "node:crypto";
import { X509Certificate } from "@peculiar/x509";
import { z } from "zod";
import {
  type CertificateAuthorityPair,
  makeEndorsementCertificate,
  makeIssuerCertificate,
  makeRootCertificate,
} from "./practice-certificates.ts";

/** The maker of the practice TPMs: a root, and an authority below it that certifies endorsement keys. All marked PRACTICE. */
export interface PracticeVendor {
  /** The root certificate, to be put into a practice trust store. */
  readonly rootPem: string;
  /** The issuing authority's certificate, DER. */
  readonly issuerDer: Uint8Array;
  /** An EK certificate (TCG EK Credential Profile, clause 3.2), DER; the same key gets the same bytes. */
  issueEndorsementCertificate(publicKey: KeyObject): Promise<Uint8Array>;
  /** Everything `loadPracticeVendor` needs, the issuer's private key included: JSON text. */
  save(): string;
}

const savedSchema = z.strictObject({ root: z.string(), issuer: z.string(), issuerKey: z.string() });
type Saved = z.infer<typeof savedSchema>;

const rootAlgorithm = { name: "ECDSA", namedCurve: "P-256" };
const issuerAlgorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

/** A new vendor. The root's private key is forgotten as soon as it has signed the one authority below it. */
export async function createPracticeVendor(): Promise<PracticeVendor> {
  const [rootKeys, issuerKeys] = await Promise.all([
    webcrypto.subtle.generateKey(rootAlgorithm, false, ["sign", "verify"]),
    webcrypto.subtle.generateKey(
      { ...issuerAlgorithm, modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) },
      true,
      ["sign", "verify"],
    ),
  ]);
  const root = await makeRootCertificate(rootKeys, new Date());
  const issuer = await makeIssuerCertificate(
    { certificate: root, signingKey: rootKeys.privateKey },
    issuerKeys.publicKey,
  );
  const key = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", issuerKeys.privateKey));
  return vendorOf({ root: root.toString("pem"), issuer: issuer.toString("pem"), issuerKey: key.toString("base64") });
}

/** The vendor that `save()` wrote; throws if the text is not its form. */
export async function loadPracticeVendor(saved: string): Promise<PracticeVendor> {
  return vendorOf(savedSchema.parse(JSON.parse(saved)));
}

function vendorOf(saved: Saved): PracticeVendor {
  const key = createPrivateKey({ key: Buffer.from(saved.issuerKey, "base64"), format: "der", type: "pkcs8" });
  const issuer: CertificateAuthorityPair = {
    certificate: new X509Certificate(saved.issuer),
    signingKey: key.toCryptoKey(issuerAlgorithm, false, ["sign"]),
  };
  return {
    rootPem: saved.root,
    issuerDer: new Uint8Array(issuer.certificate.rawData),
    issueEndorsementCertificate: async (publicKey) =>
      new Uint8Array((await makeEndorsementCertificate(issuer, publicKey)).rawData),
    save: () => JSON.stringify(saved),
  };
}
