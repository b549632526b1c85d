import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { ByteReader } from "../../../base/bytes/byte-reader.ts";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";

const algorithmRsa = 0x0001;
const algorithmSha256 = 0x000b;
const algorithmAes = 0x0006;
const algorithmNull = 0x0010;
const modeCfb = 0x0043;

/** What sealing to a storage or endorsement key needs of its TPM2B_PUBLIC. */
export interface RsaPublicArea {
  /** The object's Name: nameAlg and digest of the TPMT_PUBLIC (Part 1, clause 16). */
  readonly name: Uint8Array;
  readonly publicKey: KeyObject;
}

/** Reads a TPM2B_PUBLIC (size included) of a restricted RSA-2048 decryption key with SHA-256 and AES-128-CFB; throws `station.malformed`. */
export function readRsaPublicArea(bytes: Uint8Array): RsaPublicArea | undefined {
  const outer = new ByteReader(bytes, "TPM2B_PUBLIC");
  const area = outer.sized();
  outer.end();
  const reader = new ByteReader(area, "TPMT_PUBLIC");
  const type = reader.u16();
  const nameAlgorithm = reader.u16();
  if (type !== algorithmRsa || nameAlgorithm !== algorithmSha256) return undefined;
  reader.u32();
  reader.sized();
  if (reader.u16() !== algorithmAes || reader.u16() !== 128 || reader.u16() !== modeCfb) return undefined;
  if (reader.u16() !== algorithmNull || reader.u16() !== 2048 || reader.u32() !== 0) return undefined;
  const modulus = reader.sized();
  reader.end();
  if (modulus.length !== 256) return undefined;
  return { name: nameOf(area), publicKey: importModulus(modulus) };
}

/** nameAlg SHA-256 and the digest of a TPMT_PUBLIC. */
export const nameOf = (area: Uint8Array): Uint8Array =>
  new ByteWriter().u16(algorithmSha256).bytes(createHash("sha256").update(area).digest()).finish();

const importModulus = (modulus: Uint8Array): KeyObject =>
  createPublicKey({
    key: { kty: "RSA", n: Buffer.from(modulus).toString("base64url"), e: "AQAB" },
    format: "jwk",
  });
