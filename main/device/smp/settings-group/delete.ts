import { z } from "zod";
import { askGroup } from "../ask-group.ts";
import type { SmpClient } from "../smp-client.ts";
import type { SmpCommand } from "../smp-command.ts";
import { settingsCodes, settingsGroupId } from "./settings-group.ts";

export const settingDeleteCommand = {
  name: "settings delete",
  group: settingsGroupId,
  command: 1,
  operation: "write",
  request: z.object({ name: z.string() }),
  reply: z.object({}),
} satisfies SmpCommand<{ readonly name: string }, object>;

/** Forgets what is stored under a key. */
export async function deleteSetting(client: SmpClient, name: string, signal?: AbortSignal): Promise<void> {
  await askGroup(client, settingsCodes, { command: settingDeleteCommand, fields: { name } }, signal);
}
