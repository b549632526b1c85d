import { z } from "zod";
import { askGroup } from "../ask-group.ts";
import type { SmpClient } from "../smp-client.ts";
import type { SmpCommand } from "../smp-command.ts";
import { settingsCodes, settingsGroupId } from "./settings-group.ts";

export const settingsSaveCommand = {
  name: "settings save",
  group: settingsGroupId,
  command: 3,
  operation: "write",
  request: z.object({}),
  reply: z.object({}),
} satisfies SmpCommand<Record<string, never>, object>;

/** Puts all settings into the device's storage. */
export async function saveSettings(client: SmpClient, signal?: AbortSignal): Promise<void> {
  await askGroup(client, settingsCodes, { command: settingsSaveCommand, fields: {} }, signal);
}
