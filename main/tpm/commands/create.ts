import { TPM_CC } from "../spec/tpm-cc.ts";
import { encodeTpm2bPublic, readTpm2bPublic } from "../structures/tpm2b-public.ts";
import type { TpmtPublic } from "../structures/tpmt-public.ts";
import { readTpmtTicket, type TpmtTicket, writeTpmtTicket } from "../structures/tpmt-ticket.ts";
import { type CreationParameters, readCreationParameters, writeCreationParameters } from "./creation-parameters.ts";
import { type CommandDefinition, handleAt, KEY_GENERATION_MS, noReplyHandle } from "../wire/command-definition.ts";

/** One authorization: the parent's. */
export interface CreateRequest extends CreationParameters {
  readonly parentHandle: number;
}

export interface CreateReply {
  /** Contents of the TPM2B_PRIVATE to load: encrypted to the parent, worthless to any other TPM. */
  readonly outPrivate: Uint8Array;
  readonly outPublic: TpmtPublic;
  /** The contents of TPM2B_CREATION_DATA, not read further. */
  readonly creationData: Uint8Array;
  readonly creationHash: Uint8Array;
  readonly creationTicket: TpmtTicket;
}

/** TPM2_Create (TPM 2.0 Part 3, clause 12.1): a new random key under a parent. Nothing stays in the TPM until it is loaded. */
export const create: CommandDefinition<CreateRequest, CreateReply> = {
  name: "Create",
  code: TPM_CC.Create,
  requestHandleCount: 1,
  replyHasHandle: false,
  timeoutMs: KEY_GENERATION_MS,
  handlesOf: (request) => [request.parentHandle],
  writeRequest: writeCreationParameters,
  readRequest: (reader, handles) => ({
    parentHandle: handleAt(handles, 0),
    ...readCreationParameters(reader),
  }),
  replyHandleOf: noReplyHandle,
  writeReply: (writer, reply) => {
    writer.sized(reply.outPrivate).bytes(encodeTpm2bPublic(reply.outPublic));
    writer.sized(reply.creationData).sized(reply.creationHash);
    writeTpmtTicket(writer, reply.creationTicket);
  },
  readReply: (reader) => ({
    outPrivate: reader.sized(),
    outPublic: readTpm2bPublic(reader),
    creationData: reader.sized(),
    creationHash: reader.sized(),
    creationTicket: readTpmtTicket(reader),
  }),
};
