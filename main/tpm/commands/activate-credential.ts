import { TPM_CC } from "../spec/tpm-cc.ts";
import { type CommandDefinition, handleAt, noReplyHandle, PRIVATE_KEY_MS } from "../wire/command-definition.ts";

/** Two authorizations: that of `activateHandle` (ADMIN role), then that of `keyHandle` (USER role; for an EK its policy). */
export interface ActivateCredentialRequest {
  readonly activateHandle: number;
  readonly keyHandle: number;
  /** Contents of the TPM2B_ID_OBJECT. */
  readonly credentialBlob: Uint8Array;
  /** Contents of the TPM2B_ENCRYPTED_SECRET. */
  readonly secret: Uint8Array;
}

export interface ActivateCredentialReply {
  readonly certInfo: Uint8Array;
}

/** TPM2_ActivateCredential (TPM 2.0 Part 3, clause 12.5). TPM_RC_INTEGRITY (parameter 1) if the blob is not for these two keys. */
export const activateCredential: CommandDefinition<ActivateCredentialRequest, ActivateCredentialReply> = {
  name: "ActivateCredential",
  code: TPM_CC.ActivateCredential,
  requestHandleCount: 2,
  replyHasHandle: false,
  timeoutMs: PRIVATE_KEY_MS,
  handlesOf: (request) => [request.activateHandle, request.keyHandle],
  writeRequest: (writer, request) => void writer.sized(request.credentialBlob).sized(request.secret),
  readRequest: (reader, handles) => ({
    activateHandle: handleAt(handles, 0),
    keyHandle: handleAt(handles, 1),
    credentialBlob: reader.sized(),
    secret: reader.sized(),
  }),
  replyHandleOf: noReplyHandle,
  writeReply: (writer, reply) => void writer.sized(reply.certInfo),
  readReply: (reader) => ({ certInfo: reader.sized() }),
};
