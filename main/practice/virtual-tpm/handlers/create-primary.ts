import { createHash, createHmac } from "node:crypto";
import type { ByteReader } from "../../../base/bytes/byte-reader.ts";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { TPM_ALG } from "../../../tpm/spec/tpm-alg.ts";
import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { TPM_RH } from "../../../tpm/spec/tpm-rh.ts";
import { TPM_ST } from "../../../tpm/spec/tpm-st.ts";
import { LIMITS } from "../limits.ts";
import { checkTemplate } from "../objects/create-primary-object.ts";
import { decodePublicArea, encodePublicArea, hashOf } from "../objects/public-area.ts";
import { digestLength } from "../objects/recover-seed.ts";
import { handleName } from "../objects/tpm-object.ts";
import { handleAt, tpmCommand } from "../tpm-command.ts";
import { readAt, sizedAtMost, sizedStructure } from "../wire/read-structures.ts";
import { failure, parameterFailure } from "../wire/tpm-failure.ts";

/** TPM2_CreatePrimary (TPM 2.0 Part 3, clause 24.1): same hierarchy, same template, same key. */
export const createPrimary = tpmCommand({
  code: 0x131,
  handles: [{ accepts: [TPM_RH.OWNER, TPM_RH.ENDORSEMENT, TPM_RH.PLATFORM, TPM_RH.NULL], role: "user" }],
  answersHandle: true,
  decode: (parameters) => ({
    sensitive: parameters.next((reader) => sizedStructure(reader, readSensitiveCreate)),
    template: parameters.next((reader) => sizedStructure(reader, decodePublicArea)),
    outsideInfo: parameters.next((reader) => sizedAtMost(reader, LIMITS.digestBytes + 2)),
    // The PCR bank is not there: a selection is read, and answered as empty.
    pcrSelection: parameters.next(readPcrSelection),
  }),
  run: async (context, { sensitive, template, outsideInfo }) => {
    context.state.requireFreeSlot();
    readAt(
      (code) => parameterFailure(code, 2),
      () => checkTemplate(template, sensitive.data),
    );
    const { authValue, data } = sensitive;
    const hash = hashOf(template);
    if (authValue.length > digestLength(hash)) throw parameterFailure(TPM_RC_FMT1.SIZE, 1);
    const hierarchy = handleAt(context, 0);
    const object = await context.state.primary({ hierarchy, template, authValue, data });
    const creationData = encodeCreationData(hierarchy, outsideInfo);
    const creationHash = createHash(hash).update(creationData).digest();
    const ticket = createHmac("sha256", context.state.hierarchySeed(hierarchy))
      .update(creationHash)
      .update(object.name);
    return {
      handle: context.state.addTransient(object),
      parameters: new ByteWriter()
        .sized(encodePublicArea(object.publicArea))
        .sized(creationData)
        .sized(creationHash)
        .u16(TPM_ST.CREATION)
        .u32(hierarchy)
        .sized(ticket.digest())
        .sized(object.name)
        .finish(),
    };
  },
});

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

/** TPMS_CREATION_DATA of a primary key (Part 2, clause 15.1): no PCRs, locality zero, the hierarchy as parent. */
const encodeCreationData = (hierarchy: number, outsideInfo: Uint8Array): Uint8Array =>
  new ByteWriter()
    .u32(0)
    .sized(createHash("sha256").digest())
    .u8(0x01)
    .u16(TPM_ALG.NULL)
    .sized(handleName(hierarchy))
    .sized(handleName(hierarchy))
    .sized(outsideInfo)
    .finish();
