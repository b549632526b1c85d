import { ByteWriter } from "../../../base/bytes/byte-writer.ts";
import { HANDLE_FIRST, TPM_RH } from "../../../tpm/spec/tpm-rh.ts";
import { type ContextHeader, encodeContext, sealContext } from "../objects/saved-context.ts";
import { encodePublicArea } from "../objects/public-area.ts";
import { encodeSensitiveArea } from "../objects/sensitive-area.ts";
import type { TpmObject } from "../objects/tpm-object.ts";
import { tpmCommand } from "../tpm-command.ts";

/** TPM2_ContextSave (TPM 2.0 Part 3, clause 28.2): an object stays loaded, a session does not. */
export const contextSave = tpmCommand({
  code: 0x162,
  handles: [{ accepts: ["transient", "session"] }],
  decode: () => undefined,
  run: ({ state, entities: [entity] }) => {
    state.contextSequence += 1n;
    const sequence = state.contextSequence;
    if (entity?.kind === "session") {
      entity.session.loaded = false;
      entity.session.contextId = sequence;
      const header = { sequence, savedHandle: entity.handle, hierarchy: TPM_RH.NULL };
      return { parameters: encodeContext(header, sealContext(state.contextKey, header, new Uint8Array())) };
    }
    if (entity?.kind !== "object") throw new TypeError("neither an object nor a session");
    const { object } = entity;
    const header: ContextHeader = { sequence, savedHandle: HANDLE_FIRST.TRANSIENT, hierarchy: object.hierarchy };
    return { parameters: encodeContext(header, sealContext(state.contextKey, header, encodeObject(object))) };
  },
});

const encodeObject = (object: TpmObject): Uint8Array =>
  new ByteWriter()
    .sized(encodePublicArea(object.publicArea))
    .sized(encodeSensitiveArea(object.sensitive))
    .sized(object.qualifiedName)
    .finish();
