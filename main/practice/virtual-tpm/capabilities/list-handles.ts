import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { HANDLE_FIRST, handleTypeOf, TPM_RH } from "../../../tpm/spec/tpm-rh.ts";
import type { TpmState } from "../tpm-state.ts";
import { failure } from "../wire/tpm-failure.ts";
import type { ListCapability } from "./capability.ts";

/** The property names a type by its highest byte; sessions are asked for by whether they are loaded, whatever their type. */
const sources: Readonly<Record<number, (state: TpmState) => readonly number[]>> = {
  0x00: () => [],
  [handleTypeOf(HANDLE_FIRST.NV_INDEX)]: (state) => [...state.nvIndices.keys()],
  [handleTypeOf(HANDLE_FIRST.LOADED_SESSION)]: (state) => sessionHandles(state, true),
  [handleTypeOf(HANDLE_FIRST.SAVED_SESSION)]: (state) => sessionHandles(state, false),
  [handleTypeOf(TPM_RH.OWNER)]: () => [
    TPM_RH.OWNER,
    TPM_RH.NULL,
    TPM_RH.PW,
    TPM_RH.LOCKOUT,
    TPM_RH.ENDORSEMENT,
    TPM_RH.PLATFORM,
  ],
  [handleTypeOf(HANDLE_FIRST.TRANSIENT)]: (state) => [...state.transient.keys()],
  [handleTypeOf(HANDLE_FIRST.PERSISTENT)]: (state) => [...state.persistent.keys()],
};

/** TPM_CAP_HANDLES (TPM 2.0 Part 3, clause 30.2.1). */
export const listHandles: ListCapability = ({ state }, property) => {
  const source = sources[handleTypeOf(property)];
  if (source === undefined) throw failure(TPM_RC_FMT1.HANDLE);
  const isSession = [0x02, 0x03].includes(handleTypeOf(property));
  return source(state).map((handle) => ({
    // Sessions are sorted by slot: a policy session's own type byte must not decide whether it is listed.
    property: isSession ? ((property & 0xff000000) | (handle & 0x00ffffff)) >>> 0 : handle,
    write: (writer) => writer.u32(handle),
  }));
};

const sessionHandles = (state: TpmState, loaded: boolean): readonly number[] =>
  [...state.sessions.values()].filter((session) => session.loaded === loaded).map((session) => session.handle);
