import { TPM_CC } from "../spec/tpm-cc.ts";
import { readTpmtTicket, type TpmtTicket, writeTpmtTicket } from "../structures/tpmt-ticket.ts";
import { type CommandDefinition, handleAt, noReplyHandle, QUICK_MS } from "../wire/command-definition.ts";

/** One authorization: that of `authHandle`. */
export interface PolicySecretRequest {
  /** Whose secret is shown: TPM_RH_ENDORSEMENT for the TCG EK policy. */
  readonly authHandle: number;
  readonly policySession: number;
  readonly nonceTpm: Uint8Array;
  readonly cpHashA: Uint8Array;
  readonly policyRef: Uint8Array;
  /** Seconds; signed. 0: no expiry, no ticket. */
  readonly expiration: number;
}

export interface PolicySecretReply {
  readonly timeout: Uint8Array;
  readonly policyTicket: TpmtTicket;
}

/** TPM2_PolicySecret (TPM 2.0 Part 3, clause 23.4). */
export const policySecret: CommandDefinition<PolicySecretRequest, PolicySecretReply> = {
  name: "PolicySecret",
  code: TPM_CC.PolicySecret,
  requestHandleCount: 2,
  replyHasHandle: false,
  timeoutMs: QUICK_MS,
  handlesOf: (request) => [request.authHandle, request.policySession],
  writeRequest: (writer, request) =>
    void writer
      .sized(request.nonceTpm)
      .sized(request.cpHashA)
      .sized(request.policyRef)
      .u32(request.expiration >>> 0),
  readRequest: (reader, handles) => ({
    authHandle: handleAt(handles, 0),
    policySession: handleAt(handles, 1),
    nonceTpm: reader.sized(),
    cpHashA: reader.sized(),
    policyRef: reader.sized(),
    expiration: reader.u32() | 0,
  }),
  replyHandleOf: noReplyHandle,
  writeReply: (writer, reply) => {
    writer.sized(reply.timeout);
    writeTpmtTicket(writer, reply.policyTicket);
  },
  readReply: (reader) => ({ timeout: reader.sized(), policyTicket: readTpmtTicket(reader) }),
};
