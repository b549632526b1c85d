import { deviceErrors } from "../../device-errors.ts";
import type { SmpCommand } from "../smp-command.ts";
import { askIdentity, type IdentityContext } from "./ask-identity.ts";
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
import { collectChunks } from "./collect-chunks.ts";
import { identityGroupId } from "./identity-group.ts";
import { newTransferId } from "./new-transfer-id.ts";
import { sendChunks } from "./send-chunks.ts";

/** Bytes in, bytes out, both in pieces: the TPM's commands and the signature. */
export interface Transfer {
  readonly write: SmpCommand<ChunkIn, Progress>;
  readonly read: SmpCommand<ReadRest, ChunkOut>;
  readonly maximumIn: number;
  readonly maximumOut: number;
}

export interface TransferOptions {
  readonly command: number;
  /** What the pieces in and out are called in errors. */
  readonly names: { readonly write: string; readonly read: string };
  readonly maximumIn: number;
  readonly maximumOut: number;
}

/** The two halves of a transfer: pieces in (the answer to the last holds the beginning of the result), then the rest of it. */
export function transferOf({ command, names, maximumIn, maximumOut }: TransferOptions): Transfer {
  const place = { group: identityGroupId, command } as const;
  return {
    write: { name: names.write, ...place, operation: "write", request: chunkInSchema, reply: progressSchema },
    read: { name: names.read, ...place, operation: "read", request: readRestSchema, reply: chunkOutSchema },
    maximumIn,
    maximumOut,
  };
}

/** Sends the payload, and gives what the device makes of it. The device does the work once, however often a piece comes. */
export async function runTransfer(
  context: IdentityContext,
  { write, read, maximumIn, maximumOut }: Transfer,
  payload: Uint8Array,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const id = newTransferId();
  const len = payload.length;
  if (len === 0 || len > maximumIn) throw deviceErrors.tooLarge(`${write.name}: ${len} bytes, at most ${maximumIn}`);
  const fields = (off: number, data: Uint8Array): ChunkIn => ({ id, off, len, data });
  const last = await sendChunks(context, { command: write, payload, fields }, signal);
  if (last.len === undefined || last.data === undefined) throw deviceErrors.badAnswer(`${write.name}: no result`);
  return await collectChunks(
    { len: last.len, data: last.data },
    {
      name: read.name,
      maximumBytes: maximumOut,
      readFrom: (off) => askIdentity(context, read, { id, off }, signal),
    },
  );
}
