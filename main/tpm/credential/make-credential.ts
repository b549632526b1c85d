import { randomBytes } from "node:crypto";
import { ByteWriter } from "../../base/bytes/byte-writer.ts";
import { encodeTpmsIdObject } from "../structures/tpm2b-id-object.ts";
import type { RsaPublic } from "../structures/tpmt-public.ts";
import { encryptSeed } from "./encrypt-seed.ts";
import { nameHashOf } from "./object-name.ts";
import { outerWrap, protectionKeyBits } from "./outer-wrap.ts";

export interface MadeCredential {
  /** Contents of the TPM2B_ID_OBJECT. */
  readonly credentialBlob: Uint8Array;
  /** Contents of the TPM2B_ENCRYPTED_SECRET. */
  readonly secret: Uint8Array;
}

/**
 * TPM2_MakeCredential in software (TPM 2.0 Part 3, clause 12.6; Part 1, clause 24): encrypts `credential`, at most as long as the
 * key's hash, so that only the TPM holding `endorsementKey` and the object named `objectName` can recover it. RSA keys only.
 */
export function makeCredential(
  endorsementKey: RsaPublic,
  objectName: Uint8Array,
  credential: Uint8Array,
): MadeCredential {
  const seed = new Uint8Array(randomBytes(32));
  const key = {
    hash: nameHashOf(endorsementKey),
    keyBits: protectionKeyBits(endorsementKey.symmetric),
    seed,
    name: objectName,
  };
  const wrapped = outerWrap(key, new ByteWriter().sized(credential).finish());
  return {
    credentialBlob: encodeTpmsIdObject({ integrityHmac: wrapped.integrity, encIdentity: wrapped.encrypted }),
    secret: encryptSeed(endorsementKey, seed, "IDENTITY"),
  };
}
