import { constants, publicEncrypt } from "node:crypto";
import type { RsaPublic } from "../structures/tpmt-public.ts";
import { tpmErrors } from "../tpm-errors.ts";
import { nameHashOf } from "./object-name.ts";
import { rsaPublicKey } from "./rsa-public-key.ts";

/** What a seed is for: activating a credential, or importing a duplicated object. */
export type SeedLabel = "IDENTITY" | "DUPLICATE";

/**
 * A seed encrypted to a storage or endorsement key (TPM 2.0 Part 1, annex B.10.3): RSA OAEP with the key's nameAlg for hash and MGF1,
 * and the NUL-terminated label. Gives the contents of the TPM2B_ENCRYPTED_SECRET.
 */
export function encryptSeed(key: RsaPublic, seed: Uint8Array, label: SeedLabel): Uint8Array {
  const options = {
    key: rsaPublicKey(key),
    padding: constants.RSA_PKCS1_OAEP_PADDING,
    oaepHash: nameHashOf(key),
    oaepLabel: Buffer.from(`${label}\0`, "ascii"),
  };
  try {
    return new Uint8Array(publicEncrypt(options, seed));
  } catch (cause) {
    throw tpmErrors.malformed("the RSA key cannot take a seed", cause);
  }
}
