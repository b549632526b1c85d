import type { KeyObject, webcrypto } from "node:crypto";
import { pkiErrors } from "../pki-errors.ts";

/** How an authority of that key signs: its key as WebCrypto wants it, and the algorithm with its hash. */
export interface SigningKey {
  readonly key: webcrypto.CryptoKey;
  readonly algorithm: { readonly name: string; readonly hash: string };
}

const smallestModulus = 2048;

/** P-256 and RSA sign with SHA-256, P-384 with SHA-384. Throws `pki.bad-import` for any other key. */
export function signingKey(privateKey: KeyObject): SigningKey {
  const { namedCurve, modulusLength = 0 } = privateKey.asymmetricKeyDetails ?? {};
  if (privateKey.asymmetricKeyType === "rsa" && modulusLength >= smallestModulus) {
    const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
    return { key: privateKey.toCryptoKey(algorithm, false, ["sign"]), algorithm };
  }
  if (namedCurve === "prime256v1") return ellipticKey(privateKey, "P-256", "SHA-256");
  if (namedCurve === "secp384r1") return ellipticKey(privateKey, "P-384", "SHA-384");
  throw pkiErrors.badImport(`authority key of type ${privateKey.asymmetricKeyType} ${namedCurve ?? modulusLength}`);
}

function ellipticKey(privateKey: KeyObject, namedCurve: string, hash: string): SigningKey {
  return {
    key: privateKey.toCryptoKey({ name: "ECDSA", namedCurve }, false, ["sign"]),
    algorithm: { name: "ECDSA", hash },
  };
}
