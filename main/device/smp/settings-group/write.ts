import { z } from "zod";
import { askGroup } from "../ask-group.ts";
import { bytesSchema } from "../bytes-schema.ts";
import type { SmpClient } from "../smp-client.ts";
import type { SmpCommand } from "../smp-command.ts";
import { settingsCodes, settingsGroupId } from "./settings-group.ts";

export const settingWriteCommand = {
  name: "settings write",
  group: settingsGroupId,
  command: 0,
  operation: "write",
  request: z.object({ name: z.string(), val: bytesSchema }),
  reply: z.object({}),
} satisfies SmpCommand<{ readonly name: string; readonly val: Uint8Array }, object>;

/** Sets a value in the running firmware; `saveSettings` makes it outlive a restart. Names of 32 bytes and more are refused unless the firmware has `CONFIG_MCUMGR_GRP_SETTINGS_NAME_LEN` raised. */
export async function writeSetting(
  client: SmpClient,
  name: string,
  value: Uint8Array,
  signal?: AbortSignal,
): Promise<void> {
  await askGroup(client, settingsCodes, { command: settingWriteCommand, fields: { name, val: value } }, signal);
}
