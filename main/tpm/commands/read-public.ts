import { TPM_CC } from "../spec/tpm-cc.ts";
import { encodeTpm2bPublic, readTpm2bPublic } from "../structures/tpm2b-public.ts";
import type { TpmtPublic } from "../structures/tpmt-public.ts";
import { type CommandDefinition, handleAt, noReplyHandle, QUICK_MS } from "../wire/command-definition.ts";

export interface ReadPublicRequest {
  readonly objectHandle: number;
}

export interface ReadPublicReply {
  readonly outPublic: TpmtPublic;
  /** nameAlg ‖ H(TPMT_PUBLIC). */
  readonly name: Uint8Array;
  readonly qualifiedName: Uint8Array;
}

/** TPM2_ReadPublic (TPM 2.0 Part 3, clause 12.4). TPM_RC_HANDLE (handle 1) if there is no such object. */
export const readPublic: CommandDefinition<ReadPublicRequest, ReadPublicReply> = {
  name: "ReadPublic",
  code: TPM_CC.ReadPublic,
  requestHandleCount: 1,
  replyHasHandle: false,
  timeoutMs: QUICK_MS,
  handlesOf: (request) => [request.objectHandle],
  writeRequest: () => undefined,
  readRequest: (_reader, handles) => ({ objectHandle: handleAt(handles, 0) }),
  replyHandleOf: noReplyHandle,
  writeReply: (writer, reply) =>
    void writer.bytes(encodeTpm2bPublic(reply.outPublic)).sized(reply.name).sized(reply.qualifiedName),
  readReply: (reader) => ({
    outPublic: readTpm2bPublic(reader),
    name: reader.sized(),
    qualifiedName: reader.sized(),
  }),
};
