import { z } from "zod";
import { isStationError } from "../../../base/errors/station-error.ts";
import { deviceErrors } from "../../device-errors.ts";
import { groupError, parseReply } from "../ask-group.ts";
import { bytesSchema } from "../bytes-schema.ts";
import { roomForData } from "../room-for-data.ts";
import type { SmpClient } from "../smp-client.ts";
import type { SmpCommand } from "../smp-command.ts";
import { smpCode, type SmpOutcome, type SmpRefusal } from "../smp-outcome.ts";
import { closeFile } from "./close.ts";
import { fileLengthSchema, fsCode, fsCodes, fsGroupId, maximumFileBytes } from "./fs-group.ts";

type UploadRequest = {
  readonly name: string;
  readonly off: number;
  readonly data: Uint8Array;
  readonly len?: number | undefined;
};

export const uploadCommand = {
  name: "fs upload",
  group: fsGroupId,
  command: 0,
  operation: "write",
  /** `len`, the whole length, goes with offset 0 only; offset 0 begins the file anew. */
  request: z.object({ name: z.string(), off: fileLengthSchema, data: bytesSchema, len: fileLengthSchema.optional() }),
  reply: z.object({ off: fileLengthSchema }),
} satisfies SmpCommand<UploadRequest, { off: number }>;

export interface FileContent {
  readonly path: string;
  readonly content: Uint8Array;
}

/** "Continue from there" may be said this often before the upload counts as lost. */
const maximumCorrections = 8;
const maximumStarts = 3;

/**
 * Writes a file of at most 64 KiB. The device keeps one upload only, so no two may run at once; the content is to be compared
 * afterwards, since nothing in the protocol says that all of it arrived once and in order.
 */
export async function uploadFile(client: SmpClient, file: FileContent, signal?: AbortSignal): Promise<void> {
  if (file.content.length > maximumFileBytes) {
    throw deviceErrors.tooLarge(`${uploadCommand.name}: ${file.content.length} bytes for ${file.path}`);
  }
  for (let start = 1; start <= maximumStarts; start += 1) {
    if (await sendFile(client, file, signal)) return;
    await closeFile(client, signal);
  }
  throw deviceErrors.transferLost(`${uploadCommand.name}: ${file.path} begun ${maximumStarts} times`);
}

/** `false` when the device's offset cannot be ours, and the file must be begun anew. */
async function sendFile(client: SmpClient, file: FileContent, signal?: AbortSignal): Promise<boolean> {
  const { length } = file.content;
  let off = 0;
  for (let corrections = 0; ; ) {
    const sent = await sendPiece(client, file, off, signal);
    if (sent.outcome.ok) {
      const next = parseReply(uploadCommand, sent.outcome.fields).off;
      // A first piece that came twice is counted twice by Zephyr, and what follows would be written behind it.
      if (next !== off + sent.bytes) return false;
      off = next;
    } else {
      const expected = expectedOffset(sent.outcome);
      corrections += 1;
      if (expected === undefined || corrections > maximumCorrections) {
        throw groupError(uploadCommand.name, sent.outcome, fsCodes);
      }
      if (expected === 0 || expected > length) return false;
      off = expected;
    }
    if (off === length) return true;
  }
}

async function sendPiece(
  client: SmpClient,
  { path, content }: FileContent,
  off: number,
  signal?: AbortSignal,
): Promise<{ readonly outcome: SmpOutcome; readonly bytes: number }> {
  for (;;) {
    const fields = (data: Uint8Array): UploadRequest => ({
      name: path,
      off,
      data,
      ...(off === 0 && { len: content.length }),
    });
    const data = content.subarray(off, off + roomForData(client, uploadCommand.name, fields(new Uint8Array())));
    try {
      return { outcome: await client.ask(uploadCommand, fields(data), { signal }), bytes: data.length };
    } catch (error) {
      // Lines of a long request can be lost in a device whose buffers for them are few (zephyr #92697): shorter ones may arrive.
      const isLost = isStationError(error, "link.timeout") || isStationError(error, "link.bad-frame");
      if (!isLost || !client.shrinkBuffer()) throw error;
    }
  }
}

const correctionSchema = z.object({ off: fileLengthSchema.optional(), len: fileLengthSchema.optional() });

/** A wrong offset is refused with the right one: `off` with rc 3 in older firmware, the file's `len` in newer. */
function expectedOffset({ group, code, fields }: SmpRefusal): number | undefined {
  const isWrongOffset =
    group === undefined ? code === smpCode.badValue || code === 1 : group === fsGroupId && code === fsCode.badOffset;
  const { off, len } = correctionSchema.safeParse(fields).data ?? {};
  return isWrongOffset ? (off ?? len) : undefined;
}
