import { z } from "zod";
import { askGroup } from "../ask-group.ts";
import type { SmpClient } from "../smp-client.ts";
import type { SmpCommand } from "../smp-command.ts";
import { settingsCodes, settingsGroupId } from "./settings-group.ts";

export const settingsCommitCommand = {
  name: "settings commit",
  group: settingsGroupId,
  command: 2,
  operation: "write",
  request: z.object({}),
  reply: z.object({}),
} satisfies SmpCommand<Record<string, never>, object>;

/** Has the firmware take what was written into use. */
export async function commitSettings(client: SmpClient, signal?: AbortSignal): Promise<void> {
  await askGroup(client, settingsCodes, { command: settingsCommitCommand, fields: {} }, signal);
}
