import "reflect-metadata";
import { KeyObject } from "node:crypto";
import { X509CertificateGenerator } from "@peculiar/x509";

export interface DeviceCertificate {
  readonly key: KeyObject;
  readonly chain: readonly Uint8Array[];
  readonly pem: string;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** A self-signed device certificate, as the service takes it for an individual entry. */
export async function makeDeviceCertificate(
  commonName: string,
  notAfter: Date = new Date(Date.now() + 86_400_000),
): Promise<DeviceCertificate> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${commonName}, O=Touchmark`,
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() - 172_800_000),
    notAfter,
  });
  const der = new Uint8Array(certificate.rawData);
  return { key: KeyObject.from(keys.privateKey), chain: [der], pem: certificate.toString("pem") };
}
