import { z } from "zod";
import type { SmpClient } from "../smp-client.ts";
import type { SmpCommand } from "../smp-command.ts";

const detailSchema = z.object({
  group: z.int().min(0).max(0xffff),
  name: z.string().max(128).optional(),
  handlers: z.int().min(0).optional(),
});
const detailsSchema = z.object({ groups: z.array(detailSchema).max(256) });

export type GroupDetail = z.output<typeof detailSchema>;

export const groupDetailsCommand = {
  name: "enumeration details",
  group: 10,
  command: 3,
  operation: "read",
  request: z.object({}),
  reply: detailsSchema,
} satisfies SmpCommand<Record<string, never>, z.output<typeof detailsSchema>>;

/** Number, name and size of the firmware's groups, as far as it was built to tell; `undefined` where it was not. */
export async function groupDetails(
  client: SmpClient,
  signal?: AbortSignal,
): Promise<readonly GroupDetail[] | undefined> {
  const outcome = await client.ask(groupDetailsCommand, {}, { signal });
  return outcome.ok ? groupDetailsCommand.reply.safeParse(outcome.fields).data?.groups : undefined;
}
