import { createHash } from "node:crypto";
import { ByteWriter } from "../../base/bytes/byte-writer.ts";
import { hashNameOf } from "../spec/tpm-alg.ts";
import { encodeTpmtPublic, type TpmtPublic } from "../structures/tpmt-public.ts";
import { tpmErrors } from "../tpm-errors.ts";

/** node:crypto's name of an object's nameAlg; `tpm.malformed` if we do not know it. */
export function nameHashOf(object: TpmtPublic): string {
  const hash = hashNameOf(object.nameAlg);
  if (hash === undefined) throw tpmErrors.malformed(`name algorithm 0x${object.nameAlg.toString(16)} is not supported`);
  return hash;
}

/** The Name of an object (TPM 2.0 Part 1, clause 16): nameAlg ‖ H(TPMT_PUBLIC). */
export function objectName(object: TpmtPublic): Uint8Array {
  const digest = createHash(nameHashOf(object)).update(encodeTpmtPublic(object)).digest();
  return new ByteWriter().u16(object.nameAlg).bytes(digest).finish();
}
