import { createHash, createHmac } from "node:crypto";
import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { TPM_ST } from "../../../tpm/spec/tpm-st.ts";
import type { TpmState } from "../tpm-state.ts";
import { type CreationInput, type CreationParent, encodeCreationData } from "./creation-input.ts";
import { encodePublicArea, hashOf } from "./public-area.ts";
import type { TpmObject } from "./tpm-object.ts";

/** The public area of a new object with creation data, its hash, and the ticket that binds both to this TPM (Part 2, clause 10.7.3). */
export function encodeCreation(
  state: TpmState,
  object: TpmObject,
  parent: CreationParent,
  { template, outsideInfo }: CreationInput,
): Uint8Array {
  const creationData = encodeCreationData(parent, outsideInfo);
  const creationHash = createHash(hashOf(template)).update(creationData).digest();
  const ticket = createHmac("sha256", state.hierarchySeed(object.hierarchy)).update(creationHash).update(object.name);
  return new ByteWriter()
    .sized(encodePublicArea(object.publicArea))
    .sized(creationData)
    .sized(creationHash)
    .u16(TPM_ST.CREATION)
    .u32(object.hierarchy)
    .sized(ticket.digest())
    .finish();
}
