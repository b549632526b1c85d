import { constants, createHash, privateDecrypt } from "node:crypto";
import { ByteReader } from "../../../base/bytes/byte-reader.ts";
import { utf8 } from "../../../base/bytes/bytes.ts";
import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { sharedX } from "../keys/ecc-key.ts";
import { kdfe } from "../keys/key-derivation.ts";
import { readAt, sizedAtMost } from "../wire/read-structures.ts";
import { failure } from "../wire/tpm-failure.ts";
import { hashOf } from "./public-area.ts";
import type { TpmObject } from "./tpm-object.ts";

/**
 * The seed in a TPM2B_ENCRYPTED_SECRET (TPM 2.0 Part 1, appendices B.10.2 to B.10.4 and C.6.1 to C.6.4): RSA-OAEP with the
 * label, or one-pass ECDH. `label` ("IDENTITY", "DUPLICATE", "SECRET") gets its final zero here.
 */
export function recoverSeed(key: TpmObject, secret: Uint8Array, label: string): Uint8Array {
  const area = key.publicArea;
  const hash = hashOf(area);
  if (area.type === "rsa") return decryptOaep(key, secret, { hash, label: utf8(`${label}\0`) });
  if (area.type !== "ecc") throw failure(TPM_RC_FMT1.KEY);
  const reader = new ByteReader(secret, "encrypted secret");
  const point = readAt(failure, () => ({ x: sizedAtMost(reader, 66), y: sizedAtMost(reader, 66) }));
  if (reader.remaining > 0) throw failure(TPM_RC_FMT1.SIZE);
  const z = sharedX(key.sensitive.secret, point);
  if (z === undefined) throw failure(TPM_RC_FMT1.ECC_POINT);
  return kdfe({ hash, z, label, partyU: point.x, partyV: area.x, bits: digestLength(hash) * 8 });
}

function decryptOaep(
  key: TpmObject,
  secret: Uint8Array,
  { hash, label }: { readonly hash: string; readonly label: Uint8Array },
): Uint8Array {
  const modulusBytes = 256;
  if (secret.length !== modulusBytes) throw failure(TPM_RC_FMT1.SIZE);
  if (key.privateKey === undefined) throw failure(TPM_RC_FMT1.KEY);
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  let seed: Uint8Array;
  try {
    seed = privateDecrypt({ key: key.privateKey, padding, oaepHash: hash, oaepLabel: label }, secret);
  } catch {
    throw failure(TPM_RC_FMT1.VALUE);
  }
  if (seed.length > digestLength(hash)) throw failure(TPM_RC_FMT1.VALUE);
  return new Uint8Array(seed);
}

export const digestLength = (hash: string): number => createHash(hash).digest().length;
