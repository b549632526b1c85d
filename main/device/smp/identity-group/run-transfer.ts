import { deviceErrors } from "../../device-errors.ts";
import type { SmpCommand } from "../smp-command.ts";
import { askIdentity, type IdentityContext } from "./ask-identity.ts";
import type { ChunkIn, ChunkOut, Progress, ReadRest } from "./chunk.ts";
import { collectChunks } from "./collect-chunks.ts";
import { newTransferId } from "./new-transfer-id.ts";
import { sendChunks } from "./send-chunks.ts";

/** Bytes in, bytes out, both in pieces: the TPM's commands and the signature. */
export interface Transfer {
  readonly write: SmpCommand<ChunkIn, Progress>;
  readonly read: SmpCommand<ReadRest, ChunkOut>;
  readonly maximumIn: number;
  readonly maximumOut: number;
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
