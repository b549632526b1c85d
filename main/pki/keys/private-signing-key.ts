import { createPublicKey, type KeyObject, sign } from "node:crypto";
import { hashOf, type SigningKey, signatureAlgorithmOf } from "./signing-key.ts";

/** A key in this process's memory; it signs beside the event loop. Throws `pki.bad-import` for a key no authority should have. */
export function privateSigningKey(privateKey: KeyObject): SigningKey {
  const algorithm = signatureAlgorithmOf(privateKey);
  const publicKey = new Uint8Array(createPublicKey(privateKey).export({ type: "spki", format: "der" }));
  return {
    publicKey,
    algorithm,
    sign: (message) =>
      new Promise((resolve, reject) => {
        sign(hashOf(algorithm), message, { key: privateKey, dsaEncoding: "der" }, (error, signature) => {
          if (error === null) resolve(new Uint8Array(signature));
          else reject(error);
        });
      }),
  };
}
