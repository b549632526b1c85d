import { TPM_CC } from "../spec/tpm-cc.ts";
import { type CommandDefinition, handleAt, noReplyHandle, QUICK_MS } from "../wire/command-definition.ts";

/** One authorization: that of `auth`. */
export interface EvictControlRequest {
  /** TPM_RH_OWNER or TPM_RH_PLATFORM. */
  readonly auth: number;
  /** A transient object to keep, or the persistent one to remove. */
  readonly objectHandle: number;
  readonly persistentHandle: number;
}

/** TPM2_EvictControl (TPM 2.0 Part 3, clause 28.5): makes an object persistent, or removes it if `objectHandle` is persistent. */
export const evictControl: CommandDefinition<EvictControlRequest, undefined> = {
  name: "EvictControl",
  code: TPM_CC.EvictControl,
  requestHandleCount: 2,
  replyHasHandle: false,
  timeoutMs: QUICK_MS,
  handlesOf: (request) => [request.auth, request.objectHandle],
  writeRequest: (writer, request) => void writer.u32(request.persistentHandle),
  readRequest: (reader, handles) => ({
    auth: handleAt(handles, 0),
    objectHandle: handleAt(handles, 1),
    persistentHandle: reader.u32(),
  }),
  replyHandleOf: noReplyHandle,
  writeReply: () => undefined,
  readReply: () => undefined,
};
