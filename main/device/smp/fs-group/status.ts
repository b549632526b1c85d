import { z } from "zod";
import { groupError, parseReply } from "../ask-group.ts";
import type { SmpClient } from "../smp-client.ts";
import type { SmpCommand } from "../smp-command.ts";
import { fileLengthSchema, fsCodes, fsGroupId, isNoSuchFile } from "./fs-group.ts";

export const statusCommand = {
  name: "fs status",
  group: fsGroupId,
  command: 1,
  operation: "read",
  request: z.object({ name: z.string() }),
  reply: z.object({ len: fileLengthSchema }),
} satisfies SmpCommand<{ readonly name: string }, { len: number }>;

/** Length of a file in bytes; `undefined` if there is none. */
export async function fileLength(client: SmpClient, path: string, signal?: AbortSignal): Promise<number | undefined> {
  const outcome = await client.ask(statusCommand, { name: path }, { signal });
  if (outcome.ok) return parseReply(statusCommand, outcome.fields).len;
  if (isNoSuchFile(outcome)) return undefined;
  throw groupError(statusCommand.name, outcome, fsCodes);
}
