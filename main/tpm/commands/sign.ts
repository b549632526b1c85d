import { TPM_CC } from "../spec/tpm-cc.ts";
import { readTpmtAsymScheme, type TpmtAsymScheme, writeTpmtAsymScheme } from "../structures/tpmt-asym-scheme.ts";
import { readTpmtSignature, type TpmtSignature, writeTpmtSignature } from "../structures/tpmt-signature.ts";
import { readTpmtTicket, type TpmtTicket, writeTpmtTicket } from "../structures/tpmt-ticket.ts";
import { type CommandDefinition, handleAt, noReplyHandle, PRIVATE_KEY_MS } from "../wire/command-definition.ts";

/** One authorization: the key's. */
export interface SignRequest {
  readonly keyHandle: number;
  /** Made outside the TPM, as long as the scheme's hash. */
  readonly digest: Uint8Array;
  /** TPMT_SIG_SCHEME; undefined for the key's own. */
  readonly inScheme: TpmtAsymScheme;
  /** TPMT_TK_HASHCHECK: proof that the TPM hashed, which only restricted keys ask for. */
  readonly validation: TpmtTicket;
}

export interface SignReply {
  readonly signature: TpmtSignature;
}

/** TPM2_Sign (TPM 2.0 Part 3, clause 20.2). */
export const sign: CommandDefinition<SignRequest, SignReply> = {
  name: "Sign",
  code: TPM_CC.Sign,
  requestHandleCount: 1,
  replyHasHandle: false,
  timeoutMs: PRIVATE_KEY_MS,
  handlesOf: (request) => [request.keyHandle],
  writeRequest: (writer, request) => {
    writer.sized(request.digest);
    writeTpmtAsymScheme(writer, request.inScheme);
    writeTpmtTicket(writer, request.validation);
  },
  readRequest: (reader, handles) => ({
    keyHandle: handleAt(handles, 0),
    digest: reader.sized(),
    inScheme: readTpmtAsymScheme(reader),
    validation: readTpmtTicket(reader),
  }),
  replyHandleOf: noReplyHandle,
  writeReply: (writer, reply) => {
    writeTpmtSignature(writer, reply.signature);
  },
  readReply: (reader) => ({ signature: readTpmtSignature(reader) }),
};
