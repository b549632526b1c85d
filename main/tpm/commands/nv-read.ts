import { TPM_CC } from "../spec/tpm-cc.ts";
import { type CommandDefinition, handleAt, noReplyHandle, QUICK_MS } from "../wire/command-definition.ts";

/** One authorization: that of `authHandle`. */
export interface NvReadRequest {
  /** The index itself, or TPM_RH_OWNER or PLATFORM. */
  readonly authHandle: number;
  readonly nvIndex: number;
  /** In bytes; at most TPM_PT_NV_BUFFER_MAX. */
  readonly size: number;
  readonly offset: number;
}

export interface NvReadReply {
  readonly data: Uint8Array;
}

/** TPM2_NV_Read (TPM 2.0 Part 3, clause 31.13). */
export const nvRead: CommandDefinition<NvReadRequest, NvReadReply> = {
  name: "NV_Read",
  code: TPM_CC.NV_Read,
  requestHandleCount: 2,
  replyHasHandle: false,
  timeoutMs: QUICK_MS,
  handlesOf: (request) => [request.authHandle, request.nvIndex],
  writeRequest: (writer, request) => void writer.u16(request.size).u16(request.offset),
  readRequest: (reader, handles) => ({
    authHandle: handleAt(handles, 0),
    nvIndex: handleAt(handles, 1),
    size: reader.u16(),
    offset: reader.u16(),
  }),
  replyHandleOf: noReplyHandle,
  writeReply: (writer, reply) => void writer.sized(reply.data),
  readReply: (reader) => ({ data: reader.sized() }),
};
