import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { concatBytes } from "../../../base/bytes/bytes.ts";
import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { failure } from "../wire/tpm-failure.ts";

/** TPMS_CONTEXT without its blob (TPM 2.0 Part 2, clause 14.5). */
export interface ContextHeader {
  readonly sequence: bigint;
  readonly savedHandle: number;
  readonly hierarchy: number;
}

const cipher = "aes-256-gcm";
const ivBytes = 12;
const tagBytes = 16;

/** Encrypts what leaves the TPM; the header is bound to it. The form is this TPM's own, as the specification allows. */
export function sealContext(key: Uint8Array, header: ContextHeader, contents: Uint8Array): Uint8Array {
  const iv = randomBytes(ivBytes);
  const sealing = createCipheriv(cipher, key, iv).setAAD(encodeHeader(header));
  const sealed = concatBytes(sealing.update(contents), sealing.final());
  return concatBytes(iv, sealing.getAuthTag(), sealed);
}

export function openContext(key: Uint8Array, header: ContextHeader, blob: Uint8Array): Uint8Array {
  if (blob.length < ivBytes + tagBytes) throw failure(TPM_RC_FMT1.SIZE);
  const opening = createDecipheriv(cipher, key, blob.subarray(0, ivBytes), { authTagLength: tagBytes })
    .setAAD(encodeHeader(header))
    .setAuthTag(blob.subarray(ivBytes, ivBytes + tagBytes));
  try {
    return concatBytes(opening.update(blob.subarray(ivBytes + tagBytes)), opening.final());
  } catch {
    throw failure(TPM_RC_FMT1.INTEGRITY);
  }
}

export const encodeContext = (header: ContextHeader, blob: Uint8Array): Uint8Array =>
  new ByteWriter().bytes(encodeHeader(header)).sized(blob).finish();

const encodeHeader = ({ sequence, savedHandle, hierarchy }: ContextHeader): Uint8Array =>
  new ByteWriter().u64(sequence).u32(savedHandle).u32(hierarchy).finish();
