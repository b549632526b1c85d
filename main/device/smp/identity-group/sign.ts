import type { SmpCommand } from "../smp-command.ts";
import type { IdentityContext } from "./ask-identity.ts";
import {
  type ChunkIn,
  type ChunkOut,
  chunkInSchema,
  chunkOutSchema,
  type Progress,
  progressSchema,
  type ReadRest,
  readRestSchema,
} from "./chunk.ts";
import { identityCommandId, identityGroupId, identityLimits } from "./identity-group.ts";
import { runTransfer } from "./run-transfer.ts";

const place = { group: identityGroupId, command: identityCommandId.sign } as const;

/** A piece of the message to sign; the answer to the last piece holds the beginning of the signature. */
export const signWriteCommand = {
  name: "identity sign",
  ...place,
  operation: "write",
  request: chunkInSchema,
  reply: progressSchema,
} satisfies SmpCommand<ChunkIn, Progress>;

/** The rest of the signature. */
export const signReadCommand = {
  name: "identity signature",
  ...place,
  operation: "read",
  request: readRestSchema,
  reply: chunkOutSchema,
} satisfies SmpCommand<ReadRest, ChunkOut>;

const transfer = {
  write: signWriteCommand,
  read: signReadCommand,
  maximumIn: identityLimits.messageToSign,
  maximumOut: identityLimits.signature,
};

/** The device key's signature over SHA-256 of the message: ECDSA as ASN.1 DER, RSA as PKCS #1 v1.5. */
export const signMessage = (context: IdentityContext, message: Uint8Array, signal?: AbortSignal): Promise<Uint8Array> =>
  runTransfer(context, transfer, message, signal);
