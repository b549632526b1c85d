import { z } from "zod";
import { askGroup } from "../ask-group.ts";
import type { SmpClient } from "../smp-client.ts";
import type { SmpCommand } from "../smp-command.ts";
import { settingsCodes, settingsGroupId } from "./settings-group.ts";

export const settingsLoadCommand = {
  name: "settings load",
  group: settingsGroupId,
  command: 3,
  operation: "read",
  request: z.object({}),
  reply: z.object({}),
} satisfies SmpCommand<Record<string, never>, object>;

/** Reads all settings from the device's storage again; what was written and not saved is lost. */
export async function loadSettings(client: SmpClient, signal?: AbortSignal): Promise<void> {
  await askGroup(client, settingsCodes, { command: settingsLoadCommand, fields: {} }, signal);
}
