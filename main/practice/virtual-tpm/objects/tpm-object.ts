import { createHash, type KeyObject } from "node:crypto";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { concatBytes, equalBytes } from "../../../base/bytes/bytes.ts";
import { hashNameOf, TPM_ALG } from "../../../tpm/spec/tpm-alg.ts";
import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { TPMA_OBJECT } from "../../../tpm/spec/tpma-object.ts";
import { publicPoint } from "../keys/ecc-key.ts";
import { rsaPrivateKey } from "../keys/rsa-key.ts";
import { failure } from "../wire/tpm-failure.ts";
import { encodePublicArea, type PublicArea, typeOf } from "./public-area.ts";
import type { SensitiveArea } from "./sensitive-area.ts";

/** A key in the TPM, both halves, with the names by which it is bound into authorizations. */
export interface TpmObject {
  readonly publicArea: PublicArea;
  readonly sensitive: SensitiveArea;
  /** TPM_RH of the hierarchy it belongs to. */
  readonly hierarchy: number;
  /** TPM2B_NAME without its size (TPM 2.0 Part 1, clause 16). */
  readonly name: Uint8Array;
  readonly qualifiedName: Uint8Array;
  /** RSA keys only. */
  readonly privateKey: KeyObject | undefined;
}

/** The two halves as one object; halves that do not belong together are TPM_RC_BINDING. */
export function bindObject(
  publicArea: PublicArea,
  sensitive: SensitiveArea,
  origin: { readonly hierarchy: number; readonly parentQualifiedName: Uint8Array },
): TpmObject {
  if (sensitive.type !== typeOf(publicArea)) throw failure(TPM_RC_FMT1.TYPE);
  const name = nameOf(publicArea);
  const hash = hashNameOf(publicArea.nameAlg);
  return {
    publicArea,
    sensitive,
    hierarchy: origin.hierarchy,
    name,
    qualifiedName:
      hash === undefined
        ? new Uint8Array()
        : prefixed(publicArea.nameAlg, createHash(hash).update(origin.parentQualifiedName).update(name).digest()),
    privateKey: checkBinding(publicArea, sensitive),
  };
}

/** nameAlg and the digest of TPMT_PUBLIC; empty if the object has no name algorithm. */
export function nameOf(publicArea: PublicArea): Uint8Array {
  const hash = hashNameOf(publicArea.nameAlg);
  if (hash === undefined) return new Uint8Array();
  return prefixed(publicArea.nameAlg, createHash(hash).update(encodePublicArea(publicArea)).digest());
}

/** A restricted decryption key that may have children. */
export const isStorageParent = ({ publicArea }: TpmObject): boolean =>
  publicArea.type !== "keyed-hash" &&
  publicArea.symmetric !== undefined &&
  hasAttributes(publicArea, TPMA_OBJECT.restricted | TPMA_OBJECT.decrypt);

export const hasAttributes = (area: PublicArea, attributes: number): boolean =>
  (area.attributes & attributes) === attributes;

/** The public digest of a keyed hash: H(seedValue ‖ key) (Part 1, clause 27.5.3.2). */
export const keyedHashDigest = (hash: string, sensitive: SensitiveArea): Uint8Array =>
  new Uint8Array(createHash(hash).update(sensitive.seedValue).update(sensitive.secret).digest());

function checkBinding(area: PublicArea, sensitive: SensitiveArea): KeyObject | undefined {
  switch (area.type) {
    case "rsa": {
      const key = rsaPrivateKey({ modulus: area.modulus, prime: sensitive.secret });
      if (key === undefined) throw failure(TPM_RC_FMT1.BINDING);
      return key;
    }
    case "ecc": {
      const point = pointOrUndefined(sensitive.secret);
      if (point === undefined || !equalBytes(point.x, area.x) || !equalBytes(point.y, area.y)) {
        throw failure(TPM_RC_FMT1.BINDING);
      }
      return undefined;
    }
    default: {
      const hash = hashNameOf(area.nameAlg);
      if (hash !== undefined && !equalBytes(keyedHashDigest(hash, sensitive), area.digest)) {
        throw failure(TPM_RC_FMT1.BINDING);
      }
      return undefined;
    }
  }
}

function pointOrUndefined(d: Uint8Array): ReturnType<typeof publicPoint> | undefined {
  try {
    return publicPoint(d);
  } catch {
    return undefined;
  }
}

const prefixed = (algorithm: number, digest: Uint8Array): Uint8Array =>
  concatBytes(new ByteWriter().u16(algorithm).finish(), digest);

/** A handle as the four bytes that serve as name of what has no public area. */
export const handleName = (handle: number): Uint8Array => new ByteWriter().u32(handle).finish();

export const isKeyedHash = (object: TpmObject): boolean => typeOf(object.publicArea) === TPM_ALG.KEYEDHASH;
