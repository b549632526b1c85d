import {
  constants,
  createCipheriv,
  createHash,
  createHmac,
  type KeyObject,
  publicEncrypt,
  randomBytes,
} from "node:crypto";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { concatBytes } from "../../../base/bytes/bytes.ts";
import { deriveKey } from "./derive-key.ts";
import { nameOf, type RsaPublicArea } from "./rsa-public-area.ts";

const empty = new Uint8Array(0);

/**
 * The `authenticationKey` of a TPM registration: an HMAC key that only the TPM with this endorsement key can unwrap, and
 * only under this storage root key. Six structures, one after the other: TPM2B_ID_OBJECT, TPM2B_ENCRYPTED_SECRET,
 * TPM2B_PRIVATE, TPM2B_ENCRYPTED_SECRET, TPM2B_PUBLIC, TPM2B_DATA (empty). TPM 2.0 Part 1, clauses 23 and 24.
 */
export function makeIdentityBlob(
  endorsementKey: RsaPublicArea,
  storageRootKey: RsaPublicArea,
  identityKey: Uint8Array,
): Uint8Array {
  // 16 bytes: the field's clients take the inner wrapper for AES-128 without asking.
  const wrapKey = randomBytes(16);
  const credential = sealCredential(endorsementKey, storageRootKey.name, wrapKey);
  const { publicArea, sensitive } = makeHmacObject(identityKey);
  const duplicate = sealDuplicate(storageRootKey, nameOf(publicArea), sensitive, wrapKey);
  return new ByteWriter()
    .sized(credential.sealed)
    .sized(credential.secret)
    .sized(duplicate.sealed)
    .sized(duplicate.secret)
    .sized(publicArea)
    .sized(empty)
    .finish();
}

interface Sealed {
  readonly sealed: Uint8Array;
  /** The seed, encrypted to the protector. */
  readonly secret: Uint8Array;
}

/** What TPM2_MakeCredential does: `credential` for the holder of the key, bound to the object of that name. */
function sealCredential(protector: RsaPublicArea, objectName: Uint8Array, credential: Uint8Array): Sealed {
  const seed = randomBytes(32);
  const plain = new ByteWriter().sized(credential).finish();
  return { sealed: protect(seed, objectName, plain), secret: encryptSeed(protector.publicKey, "IDENTITY", seed) };
}

/** What TPM2_Duplicate does, with an inner wrapper: the object's sensitive area for the new parent. */
function sealDuplicate(
  parent: RsaPublicArea,
  objectName: Uint8Array,
  sensitive: Uint8Array,
  innerKey: Uint8Array,
): Sealed {
  const integrity = createHash("sha256").update(sensitive).update(objectName).digest();
  const inner = encryptCfb(innerKey, new ByteWriter().sized(integrity).bytes(sensitive).finish());
  const seed = randomBytes(32);
  return { sealed: protect(seed, objectName, inner), secret: encryptSeed(parent.publicKey, "DUPLICATE", seed) };
}

/** Encrypt, then sign, both with keys derived from the seed (Part 1, clause 22.4): integrity, then the encrypted part. */
function protect(seed: Uint8Array, objectName: Uint8Array, plain: Uint8Array): Uint8Array {
  const encrypted = encryptCfb(deriveKey(seed, "STORAGE", objectName, 128), plain);
  const integrity = createHmac("sha256", deriveKey(seed, "INTEGRITY", empty, 256))
    .update(encrypted)
    .update(objectName)
    .digest();
  return new ByteWriter().sized(integrity).bytes(encrypted).finish();
}

/** A KEYEDHASH object with the HMAC scheme over SHA-256: its TPMT_PUBLIC, and its TPM2B_SENSITIVE. */
function makeHmacObject(key: Uint8Array): { readonly publicArea: Uint8Array; readonly sensitive: Uint8Array } {
  const seedValue = randomBytes(32);
  const unique = createHash("sha256").update(seedValue).update(key).digest();
  // KEYEDHASH, SHA-256, sign | userWithAuth (an imported key may not claim fixedTPM, fixedParent or sensitiveDataOrigin), no policy, HMAC with SHA-256.
  const publicArea = new ByteWriter()
    .u16(0x0008)
    .u16(0x000b)
    .u32(0x00040040)
    .sized(empty)
    .u16(0x0005)
    .u16(0x000b)
    .sized(unique)
    .finish();
  const area = new ByteWriter().u16(0x0008).sized(empty).sized(seedValue).sized(key).finish();
  return { publicArea, sensitive: new ByteWriter().sized(area).finish() };
}

function encryptCfb(key: Uint8Array, plain: Uint8Array): Uint8Array {
  const cipher = createCipheriv("aes-128-cfb", key, new Uint8Array(16));
  return concatBytes(cipher.update(plain), cipher.final());
}

const encryptSeed = (key: KeyObject, label: string, seed: Uint8Array): Uint8Array =>
  publicEncrypt(
    { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256", oaepLabel: Buffer.from(`${label}\0`) },
    seed,
  );
