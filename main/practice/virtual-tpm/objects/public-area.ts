import type { ByteReader } from "../../../base/bytes/byte-reader.ts";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { hashNameOf, TPM_ALG, TPM_ECC } from "../../../tpm/spec/tpm-alg.ts";
import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { failure } from "../wire/tpm-failure.ts";
import { oneOf, sizedAtMost } from "../wire/read-structures.ts";
import {
  decodeScheme,
  decodeSymmetric,
  encodeScheme,
  encodeSymmetric,
  type Scheme,
  type Symmetric,
} from "./schemes.ts";

interface CommonArea {
  /** TPM_ALG of the name, or TPM_ALG_NULL. */
  readonly nameAlg: number;
  /** TPMA_OBJECT. */
  readonly attributes: number;
  readonly authPolicy: Uint8Array;
}

export interface RsaPublicArea extends CommonArea {
  readonly type: "rsa";
  readonly symmetric: Symmetric | undefined;
  readonly scheme: Scheme;
  readonly keyBits: number;
  readonly exponent: number;
  readonly modulus: Uint8Array;
}

export interface EccPublicArea extends CommonArea {
  readonly type: "ecc";
  readonly symmetric: Symmetric | undefined;
  readonly scheme: Scheme;
  readonly curve: number;
  readonly kdf: Scheme;
  readonly x: Uint8Array;
  readonly y: Uint8Array;
}

export interface KeyedHashPublicArea extends CommonArea {
  readonly type: "keyed-hash";
  readonly scheme: Scheme;
  readonly digest: Uint8Array;
}

/** TPMT_PUBLIC (TPM 2.0 Part 2, clause 12.2.4), of the kinds this TPM has. */
export type PublicArea = RsaPublicArea | EccPublicArea | KeyedHashPublicArea;

/** Bits of TPMA_OBJECT that have no meaning (Part 2, clause 8.3.2). */
const reservedAttributes = ~0x000f0cf6;
const longestDigest = 64;

/** Reads one TPMT_PUBLIC; what this TPM does not have is refused with the code of the field. */
export function decodePublicArea(reader: ByteReader): PublicArea {
  const type = reader.u16();
  const nameAlg = reader.u16();
  if (!knownTypes.includes(type)) throw failure(TPM_RC_FMT1.TYPE);
  if (nameAlg !== TPM_ALG.NULL && hashNameOf(nameAlg) === undefined) throw failure(TPM_RC_FMT1.HASH);
  const attributes = reader.u32();
  if ((attributes & reservedAttributes) !== 0) throw failure(TPM_RC_FMT1.RESERVED_BITS);
  const common = { nameAlg, attributes, authPolicy: sizedAtMost(reader, longestDigest) };
  if (type === TPM_ALG.RSA) return decodeRsa(reader, common);
  if (type === TPM_ALG.ECC) return decodeEcc(reader, common);
  return {
    ...common,
    type: "keyed-hash",
    scheme: decodeScheme(reader, [TPM_ALG.HMAC], TPM_RC_FMT1.VALUE),
    digest: sizedAtMost(reader, longestDigest),
  };
}

const knownTypes: readonly number[] = [TPM_ALG.RSA, TPM_ALG.ECC, TPM_ALG.KEYEDHASH];
const rsaSchemes = [TPM_ALG.RSASSA, TPM_ALG.RSAPSS, TPM_ALG.RSAES, TPM_ALG.OAEP];
const eccSchemes = [TPM_ALG.ECDSA, TPM_ALG.ECDH];

function decodeRsa(reader: ByteReader, common: CommonArea): RsaPublicArea {
  return {
    ...common,
    type: "rsa",
    symmetric: decodeSymmetric(reader),
    scheme: decodeScheme(reader, rsaSchemes, TPM_RC_FMT1.VALUE),
    keyBits: oneOf(reader.u16(), [2048], TPM_RC_FMT1.VALUE),
    exponent: reader.u32(),
    modulus: sizedAtMost(reader, 512),
  };
}

function decodeEcc(reader: ByteReader, common: CommonArea): EccPublicArea {
  return {
    ...common,
    type: "ecc",
    symmetric: decodeSymmetric(reader),
    scheme: decodeScheme(reader, eccSchemes, TPM_RC_FMT1.SCHEME),
    curve: oneOf(reader.u16(), [TPM_ECC.NIST_P256], TPM_RC_FMT1.CURVE),
    kdf: decodeScheme(reader, [], TPM_RC_FMT1.KDF),
    x: sizedAtMost(reader, 66),
    y: sizedAtMost(reader, 66),
  };
}

/** TPMT_PUBLIC as bytes, without the size of a TPM2B_PUBLIC. */
export function encodePublicArea(area: PublicArea): Uint8Array {
  const writer = new ByteWriter().u16(typeOf(area)).u16(area.nameAlg).u32(area.attributes).sized(area.authPolicy);
  switch (area.type) {
    case "rsa":
      encodeSymmetric(writer, area.symmetric);
      encodeScheme(writer, area.scheme);
      return writer.u16(area.keyBits).u32(area.exponent).sized(area.modulus).finish();
    case "ecc":
      encodeSymmetric(writer, area.symmetric);
      encodeScheme(writer, area.scheme);
      encodeScheme(writer.u16(area.curve), area.kdf);
      return writer.sized(area.x).sized(area.y).finish();
    default:
      encodeScheme(writer, area.scheme);
      return writer.sized(area.digest).finish();
  }
}

/** TPM_ALG of the object's type. */
export const typeOf = (area: PublicArea): number =>
  ({ rsa: TPM_ALG.RSA, ecc: TPM_ALG.ECC, "keyed-hash": TPM_ALG.KEYEDHASH })[area.type];

/** node:crypto's name of the object's name algorithm; an object without one cannot be used here. */
export function hashOf(area: PublicArea): string {
  const name = hashNameOf(area.nameAlg);
  if (name === undefined) throw failure(TPM_RC_FMT1.HASH);
  return name;
}
