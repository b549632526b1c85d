import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { HANDLE_FIRST, handleTypeOf } from "../../../tpm/spec/tpm-rh.ts";
import { isTransient } from "../resolve-handles.ts";
import { tpmCommand } from "../tpm-command.ts";
import { failure, parameterFailure } from "../wire/tpm-failure.ts";

const isSession = (handle: number): boolean =>
  [HANDLE_FIRST.HMAC_SESSION, HANDLE_FIRST.POLICY_SESSION].some(
    (first) => handleTypeOf(first) === handleTypeOf(handle),
  );

/** TPM2_FlushContext (TPM 2.0 Part 3, clause 28.4). Its handle is a parameter: no authorization goes with it. */
export const flushContext = tpmCommand({
  code: 0x165,
  handles: [],
  decode: (parameters) =>
    parameters.next((reader) => {
      const handle = reader.u32();
      if (!isTransient(handle) && !isSession(handle)) throw failure(TPM_RC_FMT1.VALUE);
      return handle;
    }),
  run: ({ state }, handle) => {
    const session = isSession(handle) ? state.session(handle) : undefined;
    const flushed = session === undefined ? state.transient.delete(handle) : state.sessions.delete(session.slot);
    if (!flushed) throw parameterFailure(TPM_RC_FMT1.HANDLE, 1);
    return {};
  },
});
