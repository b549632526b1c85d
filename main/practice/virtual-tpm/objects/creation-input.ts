import { createHash } from "node:crypto";
import type { ByteReader } from "../../../base/bytes/byte-reader.ts";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { LIMITS } from "../limits.ts";
import type { Parameters } from "../wire/parameters.ts";
import { readAt, sizedAtMost, sizedStructure } from "../wire/read-structures.ts";
import { failure, parameterFailure } from "../wire/tpm-failure.ts";
import { checkTemplate } from "./create-primary-object.ts";
import { decodePublicArea, hashOf, type PublicArea } from "./public-area.ts";
import { digestLength } from "./recover-seed.ts";

/** What CreatePrimary and Create are given alike (TPM 2.0 Part 3, clauses 12.1 and 24.1). */
export interface CreationInput {
  readonly authValue: Uint8Array;
  /** TPMS_SENSITIVE_CREATE.data. */
  readonly data: Uint8Array;
  readonly template: PublicArea;
  readonly outsideInfo: Uint8Array;
}

export function readCreationInput(parameters: Parameters): CreationInput {
  const sensitive = parameters.next((reader) => sizedStructure(reader, readSensitiveCreate));
  const template = parameters.next((reader) => sizedStructure(reader, decodePublicArea));
  const outsideInfo = parameters.next((reader) => sizedAtMost(reader, LIMITS.digestBytes + 2));
  // The PCR bank is not there: a selection is read, and answered as empty.
  parameters.next(readPcrSelection);
  return { ...sensitive, template, outsideInfo };
}

/** A template that fits together, and an authorization value no longer than its hash. */
export function checkCreationInput({ template, data, authValue }: CreationInput): void {
  readAt(
    (code) => parameterFailure(code, 2),
    () => checkTemplate(template, data),
  );
  if (authValue.length > digestLength(hashOf(template))) throw parameterFailure(TPM_RC_FMT1.SIZE, 1);
}

/** TPMS_SENSITIVE_CREATE (Part 2, clause 11.1.15). */
const readSensitiveCreate = (reader: ByteReader): { readonly authValue: Uint8Array; readonly data: Uint8Array } => ({
  authValue: sizedAtMost(reader, LIMITS.digestBytes),
  data: sizedAtMost(reader, 128),
});

const mostBanks = 16;

/** TPML_PCR_SELECTION (Part 2, clause 10.9.7). */
function readPcrSelection(reader: ByteReader): void {
  const count = reader.u32();
  if (count > mostBanks) throw failure(TPM_RC_FMT1.SIZE);
  for (let bank = 0; bank < count; bank += 1) {
    reader.u16();
    const size = reader.u8();
    if (size > 4) throw failure(TPM_RC_FMT1.VALUE);
    reader.bytes(size);
  }
}

/** Whose child the key is: TPM_ALG_NULL and twice the handle for a hierarchy. */
export interface CreationParent {
  readonly nameAlg: number;
  readonly name: Uint8Array;
  readonly qualifiedName: Uint8Array;
}

/** TPMS_CREATION_DATA (Part 2, clause 15.1): no PCRs, locality zero. */
export const encodeCreationData = (parent: CreationParent, outsideInfo: Uint8Array): Uint8Array =>
  new ByteWriter()
    .u32(0)
    .sized(createHash("sha256").digest())
    .u8(0x01)
    .u16(parent.nameAlg)
    .sized(parent.name)
    .sized(parent.qualifiedName)
    .sized(outsideInfo)
    .finish();
