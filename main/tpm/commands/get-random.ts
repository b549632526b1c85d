import { TPM_CC } from "../spec/tpm-cc.ts";
import { type CommandDefinition, noReplyHandle, QUICK_MS } from "../wire/command-definition.ts";

export interface GetRandomRequest {
  readonly bytesRequested: number;
}

export interface GetRandomReply {
  readonly randomBytes: Uint8Array;
}

/** TPM2_GetRandom (TPM 2.0 Part 3, clause 16.1). The TPM may give fewer bytes than asked for. */
export const getRandom: CommandDefinition<GetRandomRequest, GetRandomReply> = {
  name: "GetRandom",
  code: TPM_CC.GetRandom,
  requestHandleCount: 0,
  replyHasHandle: false,
  timeoutMs: QUICK_MS,
  handlesOf: () => [],
  writeRequest: (writer, request) => void writer.u16(request.bytesRequested),
  readRequest: (reader) => ({ bytesRequested: reader.u16() }),
  replyHandleOf: noReplyHandle,
  writeReply: (writer, reply) => void writer.sized(reply.randomBytes),
  readReply: (reader) => ({ randomBytes: reader.sized() }),
};
