import { TPM_CC } from "../spec/tpm-cc.ts";
import { encodeTpm2bPublic, readTpm2bPublic } from "../structures/tpm2b-public.ts";
import type { TpmtPublic } from "../structures/tpmt-public.ts";
import { type CommandDefinition, handleAt, PRIVATE_KEY_MS } from "../wire/command-definition.ts";

/** One authorization: the parent's. */
export interface LoadRequest {
  readonly parentHandle: number;
  /** Contents of the TPM2B_PRIVATE. */
  readonly inPrivate: Uint8Array;
  readonly inPublic: TpmtPublic;
}

export interface LoadReply {
  readonly objectHandle: number;
  readonly name: Uint8Array;
}

/** TPM2_Load (TPM 2.0 Part 3, clause 12.2). */
export const load: CommandDefinition<LoadRequest, LoadReply> = {
  name: "Load",
  code: TPM_CC.Load,
  requestHandleCount: 1,
  replyHasHandle: true,
  timeoutMs: PRIVATE_KEY_MS,
  handlesOf: (request) => [request.parentHandle],
  writeRequest: (writer, request) => void writer.sized(request.inPrivate).bytes(encodeTpm2bPublic(request.inPublic)),
  readRequest: (reader, handles) => ({
    parentHandle: handleAt(handles, 0),
    inPrivate: reader.sized(),
    inPublic: readTpm2bPublic(reader),
  }),
  replyHandleOf: (reply) => reply.objectHandle,
  writeReply: (writer, reply) => void writer.sized(reply.name),
  readReply: (reader, objectHandle) => ({ objectHandle, name: reader.sized() }),
};
