import { z } from "zod";
import { deviceErrors } from "../../device-errors.ts";
import type { SmpClient } from "../smp-client.ts";
import type { SmpCommand } from "../smp-command.ts";

export const resetCommand = {
  name: "os reset",
  group: 0,
  command: 5,
  operation: "write",
  request: z.object({}),
  reply: z.object({}),
} satisfies SmpCommand<Record<string, never>, object>;

/** Resets the whole device; it answers first. */
export async function resetDevice(client: SmpClient, signal?: AbortSignal): Promise<void> {
  const outcome = await client.ask(resetCommand, {}, { signal });
  if (!outcome.ok) throw deviceErrors.refused(`os reset refused with ${outcome.code}`);
}
