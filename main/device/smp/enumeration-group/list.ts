import { z } from "zod";
import type { SmpClient } from "../smp-client.ts";
import type { SmpCommand } from "../smp-command.ts";

const groupsSchema = z.object({ groups: z.array(z.int().min(0).max(0xffff)).max(256) });

export const groupListCommand = {
  name: "enumeration list",
  group: 10,
  command: 1,
  operation: "read",
  request: z.object({}),
  reply: groupsSchema,
} satisfies SmpCommand<Record<string, never>, z.output<typeof groupsSchema>>;

/** Numbers of the groups the firmware was built with (smp_group_10.rst); `undefined` where it does not tell. */
export async function listGroups(client: SmpClient, signal?: AbortSignal): Promise<readonly number[] | undefined> {
  const outcome = await client.ask(groupListCommand, {}, { signal });
  return outcome.ok ? groupListCommand.reply.safeParse(outcome.fields).data?.groups : undefined;
}
