import "reflect-metadata";
import * as x509 from "@peculiar/x509";

/** A leaf for the given SubjectPublicKeyInfo and the test CA that signed it, both DER. */
export async function makeTestChain(spki: Uint8Array, commonName: string): Promise<Uint8Array[]> {
  x509.cryptoProvider.set(crypto);
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=Test CA",
    keys,
    signingAlgorithm: algorithm,
  });
  const leaf = await x509.X509CertificateGenerator.create({
    subject: [{ CN: [commonName] }],
    issuer: "CN=Test CA",
    publicKey: new x509.PublicKey(Uint8Array.from(spki)),
    signingKey: keys.privateKey,
    signingAlgorithm: algorithm,
  });
  return [leaf, root].map((certificate) => new Uint8Array(certificate.rawData));
}
