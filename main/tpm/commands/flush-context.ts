import { TPM_CC } from "../spec/tpm-cc.ts";
import { type CommandDefinition, noReplyHandle, QUICK_MS } from "../wire/command-definition.ts";

export interface FlushContextRequest {
  /** A transient object or a session. */
  readonly flushHandle: number;
}

/** TPM2_FlushContext (TPM 2.0 Part 3, clause 28.4). Its handle is a parameter, not in the handle area. */
export const flushContext: CommandDefinition<FlushContextRequest, undefined> = {
  name: "FlushContext",
  code: TPM_CC.FlushContext,
  requestHandleCount: 0,
  replyHasHandle: false,
  timeoutMs: QUICK_MS,
  handlesOf: () => [],
  writeRequest: (writer, request) => void writer.u32(request.flushHandle),
  readRequest: (reader) => ({ flushHandle: reader.u32() }),
  replyHandleOf: noReplyHandle,
  writeReply: () => undefined,
  readReply: () => undefined,
};
