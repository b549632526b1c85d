import { TPM_CC } from "../spec/tpm-cc.ts";
import { encodeTpm2bPublic, readTpm2bPublic } from "../structures/tpm2b-public.ts";
import {
  readTpmtSymDefObject,
  type TpmtSymDefObject,
  writeTpmtSymDefObject,
} from "../structures/tpmt-sym-def-object.ts";
import type { TpmtPublic } from "../structures/tpmt-public.ts";
import { type CommandDefinition, handleAt, noReplyHandle, PRIVATE_KEY_MS } from "../wire/command-definition.ts";

/** One authorization: the parent's. */
export interface ImportRequest {
  readonly parentHandle: number;
  /** Key of the inner wrapper; empty if there is none. Secret. */
  readonly encryptionKey: Uint8Array;
  readonly objectPublic: TpmtPublic;
  /** Contents of the TPM2B_PRIVATE made by duplication. */
  readonly duplicate: Uint8Array;
  /** Contents of the TPM2B_ENCRYPTED_SECRET: the outer wrapper's seed, to the parent. */
  readonly inSymSeed: Uint8Array;
  /** The inner wrapper's cipher. */
  readonly symmetricAlg: TpmtSymDefObject;
}

export interface ImportReply {
  /** Contents of the TPM2B_PRIVATE to load. */
  readonly outPrivate: Uint8Array;
}

/** TPM2_Import (TPM 2.0 Part 3, clause 13.3). */
export const importObject: CommandDefinition<ImportRequest, ImportReply> = {
  name: "Import",
  code: TPM_CC.Import,
  requestHandleCount: 1,
  replyHasHandle: false,
  timeoutMs: PRIVATE_KEY_MS,
  handlesOf: (request) => [request.parentHandle],
  writeRequest: (writer, request) => {
    writer.sized(request.encryptionKey).bytes(encodeTpm2bPublic(request.objectPublic));
    writer.sized(request.duplicate).sized(request.inSymSeed);
    writeTpmtSymDefObject(writer, request.symmetricAlg);
  },
  readRequest: (reader, handles) => ({
    parentHandle: handleAt(handles, 0),
    encryptionKey: reader.sized(),
    objectPublic: readTpm2bPublic(reader),
    duplicate: reader.sized(),
    inSymSeed: reader.sized(),
    symmetricAlg: readTpmtSymDefObject(reader),
  }),
  replyHandleOf: noReplyHandle,
  writeReply: (writer, reply) => void writer.sized(reply.outPrivate),
  readReply: (reader) => ({ outPrivate: reader.sized() }),
};
