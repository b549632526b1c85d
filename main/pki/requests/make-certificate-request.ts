import { concatBytes, fromHex, utf8 } from "../../base/bytes/bytes.ts";
import { derElement } from "../../base/bytes/der.ts";
import { readDeviceKey } from "../keys/device-key.ts";

export interface CertificateRequestParts {
  readonly commonName: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** Signature over SHA-256 of `message` by the key's private half: ECDSA as ASN.1 DER, RSA as PKCS #1 v1.5. */
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
}

const sequence = (...parts: readonly Uint8Array[]): Uint8Array => derElement(0x30, concatBytes(...parts));
const objectIdentifier = (hex: string): Uint8Array => derElement(0x06, fromHex(hex));

const commonNameType = objectIdentifier("550403");
const ecdsaWithSha256 = sequence(objectIdentifier("2a8648ce3d040302"));
// RFC 4055, clause 5: the parameters of RSA's signature algorithms are NULL, those of ECDSA's absent.
const sha256WithRsa = sequence(objectIdentifier("2a864886f70d01010b"), derElement(0x05, new Uint8Array(0)));

/**
 * A PKCS #10 request (DER, RFC 2986) for a key that only signs, wherever it is: CN only, no attributes. Throws `pki.bad-key` or
 * `pki.bad-algorithm` for the key, and whatever `sign` throws.
 */
export async function makeCertificateRequest(parts: CertificateRequestParts): Promise<Uint8Array> {
  const { algorithm, spki } = readDeviceKey(parts.publicKey);
  const subject = sequence(derElement(0x31, sequence(commonNameType, derElement(0x0c, utf8(parts.commonName)))));
  const version = derElement(0x02, Uint8Array.of(0));
  const attributes = derElement(0xa0, new Uint8Array(0));
  const information = sequence(version, subject, spki, attributes);
  const signature = await parts.sign(information);
  const signatureAlgorithm = algorithm.startsWith("ec-") ? ecdsaWithSha256 : sha256WithRsa;
  return sequence(information, signatureAlgorithm, derElement(0x03, concatBytes(Uint8Array.of(0), signature)));
}
