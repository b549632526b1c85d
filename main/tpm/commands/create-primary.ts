import { TPM_CC } from "../spec/tpm-cc.ts";
import { encodeTpm2bPublic, readTpm2bPublic } from "../structures/tpm2b-public.ts";
import type { TpmtPublic } from "../structures/tpmt-public.ts";
import { readTpmtTicket, type TpmtTicket, writeTpmtTicket } from "../structures/tpmt-ticket.ts";
import { type CreationParameters, readCreationParameters, writeCreationParameters } from "./creation-parameters.ts";
import { type CommandDefinition, handleAt, KEY_GENERATION_MS } from "../wire/command-definition.ts";

/** One authorization: the hierarchy's. */
export interface CreatePrimaryRequest extends CreationParameters {
  /** TPM_RH of a hierarchy. */
  readonly primaryHandle: number;
}

export interface CreatePrimaryReply {
  readonly objectHandle: number;
  readonly outPublic: TpmtPublic;
  /** The contents of TPM2B_CREATION_DATA, not read further. */
  readonly creationData: Uint8Array;
  readonly creationHash: Uint8Array;
  readonly creationTicket: TpmtTicket;
  readonly name: Uint8Array;
}

/** TPM2_CreatePrimary (TPM 2.0 Part 3, clause 24.1). The same seed and template give the same key each time. */
export const createPrimary: CommandDefinition<CreatePrimaryRequest, CreatePrimaryReply> = {
  name: "CreatePrimary",
  code: TPM_CC.CreatePrimary,
  requestHandleCount: 1,
  replyHasHandle: true,
  timeoutMs: KEY_GENERATION_MS,
  handlesOf: (request) => [request.primaryHandle],
  writeRequest: writeCreationParameters,
  readRequest: (reader, handles) => ({
    primaryHandle: handleAt(handles, 0),
    ...readCreationParameters(reader),
  }),
  replyHandleOf: (reply) => reply.objectHandle,
  writeReply: (writer, reply) => {
    writer.bytes(encodeTpm2bPublic(reply.outPublic)).sized(reply.creationData).sized(reply.creationHash);
    writeTpmtTicket(writer, reply.creationTicket);
    writer.sized(reply.name);
  },
  readReply: (reader, objectHandle) => ({
    objectHandle,
    outPublic: readTpm2bPublic(reader),
    creationData: reader.sized(),
    creationHash: reader.sized(),
    creationTicket: readTpmtTicket(reader),
    name: reader.sized(),
  }),
};
