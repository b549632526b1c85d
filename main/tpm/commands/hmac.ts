import { TPM_CC } from "../spec/tpm-cc.ts";
import { type CommandDefinition, handleAt, noReplyHandle, PRIVATE_KEY_MS } from "../wire/command-definition.ts";

/** One authorization: the key's. */
export interface HmacRequest {
  readonly handle: number;
  /** At most 1024 bytes (TPM2B_MAX_BUFFER). */
  readonly buffer: Uint8Array;
  /** TPM_ALG; TPM_ALG_NULL for the key's own. */
  readonly hashAlg: number;
}

export interface HmacReply {
  readonly outHmac: Uint8Array;
}

/** TPM2_HMAC (TPM 2.0 Part 3, clause 15.5). */
export const hmac: CommandDefinition<HmacRequest, HmacReply> = {
  name: "HMAC",
  code: TPM_CC.HMAC,
  requestHandleCount: 1,
  replyHasHandle: false,
  timeoutMs: PRIVATE_KEY_MS,
  handlesOf: (request) => [request.handle],
  writeRequest: (writer, request) => void writer.sized(request.buffer).u16(request.hashAlg),
  readRequest: (reader, handles) => ({ handle: handleAt(handles, 0), buffer: reader.sized(), hashAlg: reader.u16() }),
  replyHandleOf: noReplyHandle,
  writeReply: (writer, reply) => void writer.sized(reply.outHmac),
  readReply: (reader) => ({ outHmac: reader.sized() }),
};
