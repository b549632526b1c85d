import { z } from "zod";
import type { SmpClient } from "../smp-client.ts";
import type { SmpCommand } from "../smp-command.ts";
import { fsGroupId } from "./fs-group.ts";

const typeSchema = z.object({ format: z.int().min(0).max(1), size: z.int().min(1).max(64) });

export const hashTypesCommand = {
  name: "fs hash types",
  group: fsGroupId,
  command: 3,
  operation: "read",
  request: z.object({}),
  reply: z.object({ types: z.record(z.string().max(32), typeSchema) }),
} satisfies SmpCommand<Record<string, never>, { types: Readonly<Record<string, { format: number; size: number }>> }>;

/** Names of the hashes and checksums the device computes over files; empty where it does not tell. */
export async function hashTypes(client: SmpClient, signal?: AbortSignal): Promise<readonly string[]> {
  const outcome = await client.ask(hashTypesCommand, {}, { signal });
  const types = outcome.ok ? hashTypesCommand.reply.safeParse(outcome.fields).data?.types : undefined;
  return Object.keys(types ?? {});
}
