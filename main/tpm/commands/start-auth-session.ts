import { TPM_CC } from "../spec/tpm-cc.ts";
import {
  readTpmtSymDefObject,
  type TpmtSymDefObject,
  writeTpmtSymDefObject,
} from "../structures/tpmt-sym-def-object.ts";
import { type CommandDefinition, handleAt, PRIVATE_KEY_MS } from "../wire/command-definition.ts";

export interface StartAuthSessionRequest {
  /** TPM_RH_NULL for an unsalted session. */
  readonly tpmKey: number;
  /** TPM_RH_NULL for an unbound session. */
  readonly bind: number;
  /** At least 16 bytes. */
  readonly nonceCaller: Uint8Array;
  readonly encryptedSalt: Uint8Array;
  /** TPM_SE. */
  readonly sessionType: number;
  /** For parameter encryption; XOR is not supported. */
  readonly symmetric: TpmtSymDefObject;
  /** TPM_ALG of the session's hash. */
  readonly authHash: number;
}

export interface StartAuthSessionReply {
  readonly sessionHandle: number;
  readonly nonceTpm: Uint8Array;
}

/** TPM2_StartAuthSession (TPM 2.0 Part 3, clause 11.1). */
export const startAuthSession: CommandDefinition<StartAuthSessionRequest, StartAuthSessionReply> = {
  name: "StartAuthSession",
  code: TPM_CC.StartAuthSession,
  requestHandleCount: 2,
  replyHasHandle: true,
  timeoutMs: PRIVATE_KEY_MS,
  handlesOf: (request) => [request.tpmKey, request.bind],
  writeRequest: (writer, request) => {
    writer.sized(request.nonceCaller).sized(request.encryptedSalt).u8(request.sessionType);
    writeTpmtSymDefObject(writer, request.symmetric);
    writer.u16(request.authHash);
  },
  readRequest: (reader, handles) => ({
    tpmKey: handleAt(handles, 0),
    bind: handleAt(handles, 1),
    nonceCaller: reader.sized(),
    encryptedSalt: reader.sized(),
    sessionType: reader.u8(),
    symmetric: readTpmtSymDefObject(reader),
    authHash: reader.u16(),
  }),
  replyHandleOf: (reply) => reply.sessionHandle,
  writeReply: (writer, reply) => void writer.sized(reply.nonceTpm),
  readReply: (reader, sessionHandle) => ({ sessionHandle, nonceTpm: reader.sized() }),
};
