import type { ByteReader } from "../../base/bytes/byte-reader.ts";
import { ByteWriter } from "../../base/bytes/byte-writer.ts";
import { TPM_ALG } from "../spec/tpm-alg.ts";
import { tpmErrors } from "../tpm-errors.ts";
import { readTpmtAsymScheme, type TpmtAsymScheme, writeTpmtAsymScheme } from "./tpmt-asym-scheme.ts";
import {
  readTpmtKeyedhashScheme,
  type TpmtKeyedhashScheme,
  writeTpmtKeyedhashScheme,
} from "./tpmt-keyedhash-scheme.ts";
import { readTpmtSymDefObject, type TpmtSymDefObject, writeTpmtSymDefObject } from "./tpmt-sym-def-object.ts";

interface CommonPublic {
  readonly nameAlg: number;
  /** TPMA_OBJECT bits. */
  readonly objectAttributes: number;
  readonly authPolicy: Uint8Array;
}

export interface RsaPublic extends CommonPublic {
  readonly type: typeof TPM_ALG.RSA;
  readonly symmetric: TpmtSymDefObject;
  readonly scheme: TpmtAsymScheme;
  readonly keyBits: number;
  /** 0 stands for 65537. */
  readonly exponent: number;
  /** The modulus; in a template anything that separates one key from another. */
  readonly unique: Uint8Array;
}

export interface EccPublic extends CommonPublic {
  readonly type: typeof TPM_ALG.ECC;
  readonly symmetric: TpmtSymDefObject;
  readonly scheme: TpmtAsymScheme;
  /** TPM_ECC curve identifier. */
  readonly curveId: number;
  readonly kdf: TpmtAsymScheme;
  readonly unique: { readonly x: Uint8Array; readonly y: Uint8Array };
}

export interface KeyedhashPublic extends CommonPublic {
  readonly type: typeof TPM_ALG.KEYEDHASH;
  readonly scheme: TpmtKeyedhashScheme;
  /** H(seedValue ‖ key bytes). */
  readonly unique: Uint8Array;
}

/** TPMT_PUBLIC (TPM 2.0 Part 2, clause 12.2.4): the public area of a key, without the size that TPM2B_PUBLIC puts before it. */
export type TpmtPublic = RsaPublic | EccPublic | KeyedhashPublic;

export function encodeTpmtPublic(value: TpmtPublic): Uint8Array {
  const writer = new ByteWriter();
  writer.u16(value.type).u16(value.nameAlg).u32(value.objectAttributes).sized(value.authPolicy);
  switch (value.type) {
    case TPM_ALG.RSA:
      writeTpmtSymDefObject(writer, value.symmetric);
      writeTpmtAsymScheme(writer, value.scheme);
      writer.u16(value.keyBits).u32(value.exponent).sized(value.unique);
      break;
    case TPM_ALG.ECC:
      writeTpmtSymDefObject(writer, value.symmetric);
      writeTpmtAsymScheme(writer, value.scheme);
      writer.u16(value.curveId);
      writeTpmtAsymScheme(writer, value.kdf);
      writer.sized(value.unique.x).sized(value.unique.y);
      break;
    case TPM_ALG.KEYEDHASH:
      writeTpmtKeyedhashScheme(writer, value.scheme);
      writer.sized(value.unique);
      break;
  }
  return writer.finish();
}

/** Reads one public area. Key types other than RSA, ECC and KEYEDHASH throw `tpm.malformed`. */
export function readTpmtPublic(reader: ByteReader): TpmtPublic {
  const type = reader.u16();
  const common = { nameAlg: reader.u16(), objectAttributes: reader.u32(), authPolicy: reader.sized() };
  switch (type) {
    case TPM_ALG.RSA:
      return {
        type,
        ...common,
        symmetric: readTpmtSymDefObject(reader),
        scheme: readTpmtAsymScheme(reader),
        keyBits: reader.u16(),
        exponent: reader.u32(),
        unique: reader.sized(),
      };
    case TPM_ALG.ECC:
      return {
        type,
        ...common,
        symmetric: readTpmtSymDefObject(reader),
        scheme: readTpmtAsymScheme(reader),
        curveId: reader.u16(),
        kdf: readTpmtAsymScheme(reader),
        unique: { x: reader.sized(), y: reader.sized() },
      };
    case TPM_ALG.KEYEDHASH:
      return { type, ...common, scheme: readTpmtKeyedhashScheme(reader), unique: reader.sized() };
    default:
      throw tpmErrors.malformed(`public area of type 0x${type.toString(16)} is not supported`);
  }
}
