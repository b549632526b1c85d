import { z } from "zod";
import { deviceErrors } from "../../device-errors.ts";
import type { SmpCommand } from "../smp-command.ts";
import { roomForData } from "../room-for-data.ts";
import type { SmpMap } from "../smp-map.ts";
import { askForAnswer, type IdentityContext, type Refusal } from "./ask-identity.ts";
import { offsetSchema } from "./chunk.ts";
import { identityCode, identityError } from "./identity-code.ts";
import { identityGroupId } from "./identity-group.ts";

export interface ChunkedRequest<Fields extends SmpMap, Reply> {
  readonly command: SmpCommand<Fields, Reply>;
  readonly payload: Uint8Array;
  /** The request that carries `data` at `off`. */
  readonly fields: (off: number, data: Uint8Array) => Fields;
}

/** What the checks of an offset need of a chunked request. */
interface Payload {
  readonly command: { readonly name: string };
  readonly payload: Uint8Array;
}

/** "Continue from there" may be said this often before the transfer counts as lost. */
const maximumCorrections = 8;

/** Sends all of the payload, continuing where the device says, and gives the answer to the last piece. */
export async function sendChunks<Fields extends SmpMap, Reply extends { readonly off: number }>(
  context: IdentityContext,
  request: ChunkedRequest<Fields, Reply>,
  signal?: AbortSignal,
): Promise<Reply> {
  const { command, payload } = request;
  let off = 0;
  let corrections = 0;
  for (;;) {
    const data = payload.subarray(
      off,
      off + roomForData(context.client, command.name, request.fields(off, new Uint8Array())),
    );
    const answer = await askForAnswer(context, command, request.fields(off, data), signal);
    if (answer.ok) {
      if (answer.reply.off === payload.length) return answer.reply;
      off = furtherOffset(request, off, answer.reply.off);
    } else {
      corrections += 1;
      off = continueFrom(request, answer.refusal, corrections);
    }
  }
}

function furtherOffset(request: Payload, off: number, next: number): number {
  if (next > off && next < request.payload.length) return next;
  throw deviceErrors.badAnswer(`${request.command.name}: offset ${next} after ${off} of ${request.payload.length}`);
}

/** A wrong offset is answered with the right one: go on from there, as after a lost answer. */
function continueFrom(request: Payload, refusal: Refusal, corrections: number): number {
  const expected = z.object({ off: offsetSchema }).safeParse(refusal.fields).data?.off;
  const isCorrection = refusal.group === identityGroupId && refusal.code === identityCode.badOffset;
  const isUsable = expected !== undefined && expected < request.payload.length && corrections <= maximumCorrections;
  if (isCorrection && isUsable) return expected;
  throw identityError(request.command.name, refusal);
}
