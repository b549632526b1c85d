import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { ByteReader } from "../../../base/bytes/byte-reader.ts";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { concatBytes } from "../../../base/bytes/bytes.ts";
import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { kdfa } from "../keys/key-derivation.ts";
import { readAt } from "../wire/read-structures.ts";
import { failure } from "../wire/tpm-failure.ts";
import { hashOf } from "./public-area.ts";
import type { TpmObject } from "./tpm-object.ts";

/** What protects one structure: the seed shared with its reader, the protector's algorithms, and the name it is bound to. */
export interface Protection {
  /** node:crypto's name of the protector's name algorithm. */
  readonly hash: string;
  readonly keyBits: number;
  readonly seed: Uint8Array;
  readonly name: Uint8Array;
}

/** Protection as a storage key gives it: with its own hash and symmetric algorithm. */
export function storageProtection(key: TpmObject, seed: Uint8Array, name: Uint8Array): Protection {
  const area = key.publicArea;
  if (area.type === "keyed-hash" || area.symmetric === undefined) throw failure(TPM_RC_FMT1.TYPE);
  return { hash: hashOf(area), keyBits: area.symmetric.keyBits, seed, name };
}

const ivBytes = 16;

/** Decrypts AES-CFB with the given key; a missing IV is zeros. */
export function decryptCfb(key: Uint8Array, bytes: Uint8Array, iv: Uint8Array = new Uint8Array(ivBytes)): Uint8Array {
  const decipher = createDecipheriv(`aes-${key.length * 8}-cfb`, key, iv);
  return concatBytes(decipher.update(bytes), decipher.final());
}

export function encryptCfb(key: Uint8Array, bytes: Uint8Array, iv: Uint8Array = new Uint8Array(ivBytes)): Uint8Array {
  const cipher = createCipheriv(`aes-${key.length * 8}-cfb`, key, iv);
  return concatBytes(cipher.update(bytes), cipher.final());
}

/**
 * Opens an integrity digest and the encrypted bytes after it (TPM 2.0 Part 1, clauses 22.4, 23.3 and 24). A wrong digest is
 * TPM_RC_INTEGRITY; `withIv` for the TPM's own TPM2B_PRIVATE.
 */
export function openOuterWrap(bytes: Uint8Array, protection: Protection, withIv = false): Uint8Array {
  const reader = new ByteReader(bytes, "protected structure");
  const integrity = readAt(failure, () => reader.sized());
  const sealed = reader.rest();
  const expected = integrityOf(sealed, protection);
  if (integrity.length !== expected.length) throw failure(TPM_RC_FMT1.SIZE);
  if (!timingSafeEqual(integrity, expected)) throw failure(TPM_RC_FMT1.INTEGRITY);
  if (!withIv) return decryptCfb(storageKey(protection), sealed);
  const inner = new ByteReader(sealed, "protected structure");
  const iv = readAt(failure, () => inner.sized());
  if (iv.length !== ivBytes) throw failure(TPM_RC_FMT1.SIZE);
  return decryptCfb(storageKey(protection), inner.rest(), iv);
}

/** The TPM's own form: fresh IV, encrypted bytes, integrity over both. */
export function sealOuterWrap(bytes: Uint8Array, protection: Protection): Uint8Array {
  const iv = randomBytes(ivBytes);
  const sealed = new ByteWriter()
    .sized(iv)
    .bytes(encryptCfb(storageKey(protection), bytes, iv))
    .finish();
  return new ByteWriter().sized(integrityOf(sealed, protection)).bytes(sealed).finish();
}

const storageKey = ({ hash, seed, name, keyBits }: Protection): Uint8Array =>
  kdfa({ hash, key: seed, label: "STORAGE", contextU: name, bits: keyBits });

function integrityOf(sealed: Uint8Array, { hash, seed, name }: Protection): Uint8Array {
  const digestBits = createHmac(hash, "").digest().length * 8;
  const key = kdfa({ hash, key: seed, label: "INTEGRITY", bits: digestBits });
  return new Uint8Array(createHmac(hash, key).update(sealed).update(name).digest());
}
