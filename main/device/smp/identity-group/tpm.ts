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

const place = { group: identityGroupId, command: identityCommandId.tpm } as const;

/** A piece of a TPM command buffer; the answer to the last piece holds the beginning of the response. */
export const tpmWriteCommand = {
  name: "identity tpm command",
  ...place,
  operation: "write",
  request: chunkInSchema,
  reply: progressSchema,
} satisfies SmpCommand<ChunkIn, Progress>;

/** The rest of the TPM's response. */
export const tpmReadCommand = {
  name: "identity tpm response",
  ...place,
  operation: "read",
  request: readRestSchema,
  reply: chunkOutSchema,
} satisfies SmpCommand<ReadRest, ChunkOut>;

const transfer = {
  write: tpmWriteCommand,
  read: tpmReadCommand,
  maximumIn: identityLimits.tpmBuffer,
  maximumOut: identityLimits.tpmBuffer,
};

/** One TPM command buffer in, its response out; the device runs it once however often a piece is repeated. */
export const transmitTpm = (context: IdentityContext, command: Uint8Array, signal?: AbortSignal): Promise<Uint8Array> =>
  runTransfer(context, transfer, command, signal);
