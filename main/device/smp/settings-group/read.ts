import { z } from "zod";
import { groupError, parseReply } from "../ask-group.ts";
import { bytesSchema } from "../bytes-schema.ts";
import type { SmpClient } from "../smp-client.ts";
import type { SmpCommand } from "../smp-command.ts";
import { isNoSuchKey, settingsCodes, settingsGroupId } from "./settings-group.ts";

type ReadRequest = { readonly name: string; readonly max_size: number };
type ReadReply = { readonly val: Uint8Array; readonly max_size?: number | undefined };

export const settingReadCommand = {
  name: "settings read",
  group: settingsGroupId,
  command: 0,
  operation: "read",
  request: z.object({ name: z.string(), max_size: z.int() }),
  reply: z.object({ val: bytesSchema, max_size: z.int().min(1).max(0xffff_ffff).optional() }),
} satisfies SmpCommand<ReadRequest, ReadReply>;

/** More than any device has; it answers with the most it can, which without this would stay unknown. */
const wantedBytes = 0xffff;

export interface SettingValue {
  readonly value: Uint8Array;
  /**
   * The longest value the device hands out (`CONFIG_MCUMGR_GRP_SETTINGS_VALUE_LEN`, 32 unless the firmware says otherwise): one that
   * has this very length may be cut off.
   */
  readonly limit?: number | undefined;
}

/** What is stored under a key; `undefined` if nothing is. */
export async function readSetting(
  client: SmpClient,
  name: string,
  signal?: AbortSignal,
): Promise<SettingValue | undefined> {
  const outcome = await client.ask(settingReadCommand, { name, max_size: wantedBytes }, { signal });
  if (!outcome.ok && isNoSuchKey(outcome)) return undefined;
  if (!outcome.ok) throw groupError(`${settingReadCommand.name} ${name}`, outcome, settingsCodes);
  const { val, max_size: limit } = parseReply(settingReadCommand, outcome.fields);
  return { value: val, limit };
}
