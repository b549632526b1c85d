import { z } from "zod";
import { concatBytes } from "../../../base/bytes/bytes.ts";
import { deviceErrors } from "../../device-errors.ts";
import { askGroup, groupError, parseReply } from "../ask-group.ts";
import { bytesSchema } from "../bytes-schema.ts";
import type { SmpClient } from "../smp-client.ts";
import type { SmpCommand } from "../smp-command.ts";
import { fileLengthSchema, fsCodes, fsGroupId, isNoSuchFile, maximumFileBytes } from "./fs-group.ts";

type DownloadRequest = { readonly name: string; readonly off: number };
type DownloadReply = { readonly off: number; readonly data: Uint8Array; readonly len?: number | undefined };

export const downloadCommand = {
  name: "fs download",
  group: fsGroupId,
  command: 0,
  operation: "read",
  request: z.object({ name: z.string(), off: fileLengthSchema }),
  /** The file's length comes with the first piece only. */
  reply: z.object({ off: fileLengthSchema, data: bytesSchema, len: fileLengthSchema.optional() }),
} satisfies SmpCommand<DownloadRequest, DownloadReply>;

/** A file's content, at most 64 KiB; `undefined` if there is none. */
export async function downloadFile(
  client: SmpClient,
  path: string,
  signal?: AbortSignal,
): Promise<Uint8Array | undefined> {
  const outcome = await client.ask(downloadCommand, { name: path, off: 0 }, { signal });
  if (!outcome.ok && isNoSuchFile(outcome)) return undefined;
  if (!outcome.ok) throw groupError(downloadCommand.name, outcome, fsCodes);
  const first = parseReply(downloadCommand, outcome.fields);
  const { len } = first;
  if (len === undefined || first.off !== 0) throw deviceErrors.badAnswer(`${downloadCommand.name}: no length`);
  if (len > maximumFileBytes) throw deviceErrors.badAnswer(`${downloadCommand.name}: ${len} bytes in ${path}`);
  let whole: Uint8Array = first.data;
  while (whole.length < len) {
    const off = whole.length;
    const next = await askGroup(client, fsCodes, { command: downloadCommand, fields: { name: path, off } }, signal);
    if (next.off !== off || next.data.length === 0) {
      throw deviceErrors.badAnswer(
        `${downloadCommand.name}: ${next.data.length} bytes at ${next.off} instead of ${off}`,
      );
    }
    whole = concatBytes(whole, next.data);
  }
  if (whole.length > len) throw deviceErrors.badAnswer(`${downloadCommand.name}: ${whole.length} instead of ${len}`);
  return whole;
}
