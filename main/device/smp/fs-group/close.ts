import { z } from "zod";
import type { SmpClient } from "../smp-client.ts";
import type { SmpCommand } from "../smp-command.ts";
import { fsGroupId } from "./fs-group.ts";

export const closeCommand = {
  name: "fs close",
  group: fsGroupId,
  command: 4,
  operation: "write",
  request: z.object({}),
  reply: z.object({}),
} satisfies SmpCommand<Record<string, never>, object>;

/** Has the device close the file of a transfer that was broken off. Older firmware has no such command, and closes it by itself. */
export async function closeFile(client: SmpClient, signal?: AbortSignal): Promise<void> {
  await client.ask(closeCommand, {}, { signal });
}
