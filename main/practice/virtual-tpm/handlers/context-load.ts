import { ByteReader } from "../../../base/bytes/byte-reader.ts";
import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { HANDLE_FIRST } from "../../../tpm/spec/tpm-rh.ts";
import { decodePublicArea } from "../objects/public-area.ts";
import { type ContextHeader, openContext } from "../objects/saved-context.ts";
import { decodeSensitiveArea } from "../objects/sensitive-area.ts";
import { bindObject, type TpmObject } from "../objects/tpm-object.ts";
import { tpmCommand } from "../tpm-command.ts";
import type { TpmState } from "../tpm-state.ts";
import { readAt, sizedAtMost, sizedStructure } from "../wire/read-structures.ts";
import { parameterFailure } from "../wire/tpm-failure.ts";

interface ContextInput {
  readonly header: ContextHeader;
  readonly blob: Uint8Array;
}

/** TPM2_ContextLoad (TPM 2.0 Part 3, clause 28.3). A context of another power cycle, or a changed one, is TPM_RC_INTEGRITY. */
export const contextLoad = tpmCommand<ContextInput>({
  code: 0x161,
  handles: [],
  answersHandle: true,
  decode: (parameters) =>
    parameters.next((reader) => ({
      header: { sequence: reader.u64(), savedHandle: reader.u32(), hierarchy: reader.u32() },
      blob: sizedAtMost(reader, 2048),
    })),
  run: ({ state }, { header, blob }) => {
    const contents = readAt(
      (code) => parameterFailure(code, 1),
      () => openContext(state.contextKey, header, blob),
    );
    if (header.savedHandle === HANDLE_FIRST.TRANSIENT) {
      state.requireFreeSlot();
      return { handle: state.addTransient(decodeObject(contents, header.hierarchy)) };
    }
    return { handle: loadSession(state, header) };
  },
});

function loadSession(state: TpmState, { savedHandle, sequence }: ContextHeader): number {
  const session = state.session(savedHandle);
  if (session === undefined || session.loaded || session.contextId !== sequence) {
    throw parameterFailure(TPM_RC_FMT1.HANDLE, 1);
  }
  state.requireLoadableSession();
  session.loaded = true;
  return session.handle;
}

function decodeObject(contents: Uint8Array, hierarchy: number): TpmObject {
  const reader = new ByteReader(contents, "saved object");
  const publicArea = sizedStructure(reader, decodePublicArea);
  const sensitive = sizedStructure(reader, decodeSensitiveArea);
  const qualifiedName = reader.sized();
  return { ...bindObject(publicArea, sensitive, { hierarchy, parentQualifiedName: qualifiedName }), qualifiedName };
}
