import { generateKeyPairSync, type KeyObject } from "node:crypto";
import "reflect-metadata";
import * as x509 from "@peculiar/x509";

/** What a certificate for a test shall say; wrong ones can be made as well, which OpenSSL would not. */
export interface TestCertificateOrder {
  readonly name: string;
  readonly issuer?: TestCertificate | undefined;
  readonly extensions?: readonly x509.Extension[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly key?: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
}

export interface TestCertificate {
  readonly der: Uint8Array;
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly spki: Uint8Array;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** P-256; self-signed when no issuer is named; in force from 2020 to 2040. */
export async function testCertificate(order: TestCertificateOrder): Promise<TestCertificate> {
  const { publicKey, privateKey } = order.key ?? generateKeyPairSync("ec", { namedCurve: "P-256" });
  const spki = new Uint8Array(publicKey.export({ type: "spki", format: "der" }));
  const made = await x509.X509CertificateGenerator.create({
    subject: `CN=${order.name}`,
    issuer: `CN=${order.issuer?.name ?? order.name}`,
    notBefore: order.notBefore ?? new Date("2020-01-01T00:00:00Z"),
    notAfter: order.notAfter ?? new Date("2040-01-01T00:00:00Z"),
    publicKey: spki,
    signingKey: (order.issuer?.privateKey ?? privateKey).toCryptoKey(algorithm, false, ["sign"]),
    signingAlgorithm: algorithm,
    extensions: [...(order.extensions ?? [])],
  });
  return { der: new Uint8Array(made.rawData), name: order.name, publicKey, privateKey, spki };
}

export const caExtensions = (pathLength?: number): x509.Extension[] => [
  new x509.BasicConstraintsExtension(true, pathLength, true),
  new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
];

export const deviceExtensions = (): x509.Extension[] => [
  new x509.BasicConstraintsExtension(false, undefined, true),
  new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
  new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
];

export const endorsementExtensions = (): x509.Extension[] => [
  new x509.BasicConstraintsExtension(false, undefined, true),
  new x509.ExtendedKeyUsageExtension(["2.23.133.8.1"]),
];

export const purposeExtension = (oid: string): x509.Extension => new x509.ExtendedKeyUsageExtension([oid]);

/** A critical extension nobody knows (OID under our own made-up arc). */
export const strangeExtension = (): x509.Extension =>
  new x509.Extension("1.3.6.1.4.1.99999.1", true, Uint8Array.of(5, 0));
