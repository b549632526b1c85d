import "reflect-metadata";
import { KeyObject } from "node:crypto";
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

/** The practice service's TLS identity; all PEM. */
export interface ServerIdentity {
  /** Who trusts the practice service trusts this one certificate. */
  readonly caPem: string;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const dayMs = 24 * 60 * 60 * 1000;

/** A throw-away authority and one server certificate for localhost, 127.0.0.1 and the practice hubs. The authority's key is forgotten at once. */
export async function makeServerIdentity(): Promise<ServerIdentity> {
  const authorityKeys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const serverKeys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const validity = { notBefore: new Date(Date.now() - dayMs), notAfter: new Date(Date.now() + 3650 * dayMs) };
  const authority = await X509CertificateGenerator.createSelfSigned({
    name: "CN=Touchmark Practice Service CA",
    keys: authorityKeys,
    signingAlgorithm: algorithm,
    ...validity,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  const certificate = await X509CertificateGenerator.create({
    subject: "CN=localhost",
    issuer: authority.subject,
    publicKey: serverKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    signingAlgorithm: algorithm,
    ...validity,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        { type: "dns", value: "localhost" },
        // The practice hubs, for those who give them an address of their own.
        { type: "dns", value: "*.azure-devices.test" },
        { type: "ip", value: "127.0.0.1" },
      ]),
    ],
  });
  const privateKeyPem = KeyObject.from(serverKeys.privateKey).export({ type: "pkcs8", format: "pem" }).toString();
  return { caPem: authority.toString("pem"), certificatePem: certificate.toString("pem"), privateKeyPem };
}
