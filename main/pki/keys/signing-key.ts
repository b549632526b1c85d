import type { KeyObject } from "node:crypto";
import { concatBytes, fromHex } from "../../base/bytes/bytes.ts";
import { derElement } from "../../base/bytes/der.ts";
import { pkiErrors } from "../pki-errors.ts";

/** How a key signs: P-256 and RSA with SHA-256, P-384 with SHA-384. */
export type SignatureAlgorithm = "ecdsa-sha256" | "ecdsa-sha384" | "rsa-sha256";

/**
 * A private key, wherever it is kept: in a file, in a token, in a service. It signs and is never seen, and who has something
 * signed need not know where.
 */
export interface SigningKey {
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
  /**
   * Signature over the message, which is hashed as the algorithm says: ECDSA as DER (Ecdsa-Sig-Value), RSA as PKCS #1 v1.5. Errors of
   * a key in a token: `pki.locked`, `pki.no-token` and the others of `custody/pkcs11`.
   */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

const smallestModulus = 2048;

/** Of a public or private key. Throws `pki.bad-import` for one no authority should have. */
export function signatureAlgorithmOf(key: KeyObject): SignatureAlgorithm {
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === "rsa" && modulusLength >= smallestModulus) return "rsa-sha256";
  if (namedCurve === "prime256v1") return "ecdsa-sha256";
  if (namedCurve === "secp384r1") return "ecdsa-sha384";
  throw pkiErrors.badImport(`authority key of type ${key.asymmetricKeyType} ${namedCurve ?? modulusLength}`);
}

/** Hash of the message, as node:crypto names it. */
export const hashOf = (algorithm: SignatureAlgorithm): "sha256" | "sha384" =>
  algorithm === "ecdsa-sha384" ? "sha384" : "sha256";

const identifier = (oid: string, ...parameters: readonly Uint8Array[]): Uint8Array =>
  derElement(0x30, concatBytes(derElement(0x06, fromHex(oid)), ...parameters));

/** AlgorithmIdentifier, DER: RSA's parameters are NULL, ECDSA's are absent (RFC 4055 §5, RFC 5758 §3.2). */
export const algorithmIdentifiers: Readonly<Record<SignatureAlgorithm, Uint8Array>> = {
  "ecdsa-sha256": identifier("2a8648ce3d040302"),
  "ecdsa-sha384": identifier("2a8648ce3d040303"),
  "rsa-sha256": identifier("2a864886f70d01010b", derElement(0x05, new Uint8Array(0))),
};
