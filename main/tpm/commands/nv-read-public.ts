import { TPM_CC } from "../spec/tpm-cc.ts";
import { encodeTpmsNvPublic, readTpm2bNvPublic, type TpmsNvPublic } from "../structures/tpms-nv-public.ts";
import { type CommandDefinition, handleAt, noReplyHandle, QUICK_MS } from "../wire/command-definition.ts";

export interface NvReadPublicRequest {
  readonly nvIndex: number;
}

export interface NvReadPublicReply {
  readonly nvPublic: TpmsNvPublic;
  readonly nvName: Uint8Array;
}

/** TPM2_NV_ReadPublic (TPM 2.0 Part 3, clause 31.6). TPM_RC_HANDLE (handle 1) if the index is not defined. */
export const nvReadPublic: CommandDefinition<NvReadPublicRequest, NvReadPublicReply> = {
  name: "NV_ReadPublic",
  code: TPM_CC.NV_ReadPublic,
  requestHandleCount: 1,
  replyHasHandle: false,
  timeoutMs: QUICK_MS,
  handlesOf: (request) => [request.nvIndex],
  writeRequest: () => undefined,
  readRequest: (_reader, handles) => ({ nvIndex: handleAt(handles, 0) }),
  replyHandleOf: noReplyHandle,
  writeReply: (writer, reply) => void writer.sized(encodeTpmsNvPublic(reply.nvPublic)).sized(reply.nvName),
  readReply: (reader) => ({ nvPublic: readTpm2bNvPublic(reader), nvName: reader.sized() }),
};
