import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import { isFileMissing } from "./is-file-missing.ts";
import { setUpErrors } from "./station-errors.ts";

const settingsSchema = z.strictObject({
  station: z.string().trim().min(1).max(64),
  slots: z
    .array(z.strictObject({ name: z.string().trim().min(1).max(16), port: z.string().min(1).max(512) }))
    .min(1)
    .max(32)
    .refine((slots) => new Set(slots.map(({ port }) => port)).size === slots.length, "two slots have the same port")
    .refine((slots) => new Set(slots.map(({ name }) => name)).size === slots.length, "two slots have the same name"),
});

/** A real station's own settings: `station.yaml` in the data folder. */
export type StationSettings = z.infer<typeof settingsSchema>;

/** The name a station goes by: its settings' word, or the plain one. Throws `set-up.settings`. */
export const stationName = async (path: string): Promise<string> => (await readSettings(path))?.station ?? "Station";

/** `undefined` when the folder has none: the station practises. Throws `set-up.settings`. */
export async function readSettings(path: string): Promise<StationSettings | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    if (isFileMissing(cause)) return undefined;
    throw setUpErrors.settings(`cannot read ${path}`, cause);
  }
  let content: unknown;
  try {
    content = parse(text);
  } catch (cause) {
    throw setUpErrors.settings(`${path} is not YAML`, cause);
  }
  const parsed = settingsSchema.safeParse(content);
  if (!parsed.success) throw setUpErrors.settings(`${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
