import { TPM_CC } from "../spec/tpm-cc.ts";
import { type CommandDefinition, noReplyHandle, QUICK_MS } from "../wire/command-definition.ts";

export interface StartupRequest {
  /** TPM_SU. */
  readonly startupType: number;
}

/** TPM2_Startup (TPM 2.0 Part 3, clause 9.3). Refused with TPM_RC_INITIALIZE if the TPM is started already. */
export const startup: CommandDefinition<StartupRequest, undefined> = {
  name: "Startup",
  code: TPM_CC.Startup,
  requestHandleCount: 0,
  replyHasHandle: false,
  // A first start may run self tests.
  timeoutMs: 3 * QUICK_MS,
  handlesOf: () => [],
  writeRequest: (writer, request) => void writer.u16(request.startupType),
  readRequest: (reader) => ({ startupType: reader.u16() }),
  replyHandleOf: noReplyHandle,
  writeReply: () => undefined,
  readReply: () => undefined,
};
