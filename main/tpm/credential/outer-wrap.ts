import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from "node:crypto";
import { concatBytes } from "../../base/bytes/bytes.ts";
import { tpmErrors } from "../tpm-errors.ts";
import { kdfa } from "./kdfa.ts";

/** The protector's side of an outer wrap: its hash, the AES key size in bits, and the seed only it can know. */
export interface OuterWrapKey {
  readonly hash: string;
  readonly keyBits: number;
  readonly seed: Uint8Array;
  /** Name of the object that is protected. */
  readonly name: Uint8Array;
}

export interface OuterWrapped {
  readonly integrity: Uint8Array;
  readonly encrypted: Uint8Array;
}

const noContext = new Uint8Array(0);
const zeroIv = new Uint8Array(16);

const storageKey = ({ hash, seed, name, keyBits }: OuterWrapKey): Uint8Array =>
  kdfa({ hash, key: seed, label: "STORAGE", contextU: name, contextV: noContext, bits: keyBits });

function integrityOf(key: OuterWrapKey, encrypted: Uint8Array): Uint8Array {
  const bits = 8 * createHmac(key.hash, noContext).digest().length;
  const label = "INTEGRITY";
  const macKey = kdfa({ hash: key.hash, key: key.seed, label, contextU: noContext, contextV: noContext, bits });
  return new Uint8Array(createHmac(key.hash, macKey).update(concatBytes(encrypted, key.name)).digest());
}

/** AES in CFB mode with an IV of zeros, as TPM 2.0 uses it throughout. */
export const aesCfbEncrypt = (key: Uint8Array, plain: Uint8Array): Uint8Array =>
  new Uint8Array(createCipheriv(`aes-${key.length * 8}-cfb`, key, zeroIv).update(plain));

const aesCfbDecrypt = (key: Uint8Array, encrypted: Uint8Array): Uint8Array =>
  new Uint8Array(createDecipheriv(`aes-${key.length * 8}-cfb`, key, zeroIv).update(encrypted));

/** Encrypts and then authenticates (TPM 2.0 Part 1, clauses 22.4 and 24): credentials and duplicated objects alike. */
export function outerWrap(key: OuterWrapKey, plain: Uint8Array): OuterWrapped {
  const encrypted = aesCfbEncrypt(storageKey(key), plain);
  return { integrity: integrityOf(key, encrypted), encrypted };
}

/** The reverse, as a TPM does it; undefined if the integrity value is wrong. */
export function outerUnwrap(key: OuterWrapKey, wrapped: OuterWrapped): Uint8Array | undefined {
  const expected = integrityOf(key, wrapped.encrypted);
  if (expected.length !== wrapped.integrity.length) return undefined;
  if (!timingSafeEqual(expected, wrapped.integrity)) return undefined;
  return aesCfbDecrypt(storageKey(key), wrapped.encrypted);
}

/** The AES key size in bits of a protector's public area; `tpm.malformed` if it does not protect with AES-CFB. */
export function protectionKeyBits(symmetric: { readonly keyBits: number } | undefined): number {
  if (symmetric === undefined || ![128, 192, 256].includes(symmetric.keyBits)) {
    throw tpmErrors.malformed("the protecting key has no usable AES parameters");
  }
  return symmetric.keyBits;
}
