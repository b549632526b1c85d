import { readFile } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { fixtureSizeSchema, serialScannerSchema } from "../api/contract/index.ts";
import { mostSlots, placeOf, portRulesSchema, slotBindingSchema } from "./fixture/slot-binding.ts";
import { isFileMissing } from "./is-file-missing.ts";
import { setUpErrors } from "./station-errors.ts";

const affix = z.string().max(8);

const settingsSchema = z.strictObject({
  station: z.string().trim().min(1).max(64),
  /** None yet: they are taught. */
  slots: z
    .array(slotBindingSchema)
    .max(mostSlots)
    .default([])
    .refine((slots) => new Set(slots.map(placeOf)).size === slots.length, "two slots have the same port")
    .refine((slots) => new Set(slots.map(({ name }) => name)).size === slots.length, "two slots have the same name"),
  ports: portRulesSchema.optional(),
  /** The slots stand in these rows and columns before the worker. */
  fixture: fixtureSizeSchema.optional(),
  /** Seconds a unit may take where its recipe says nothing. */
  taktSeconds: z.number().positive().max(86_400).optional(),
  /** On a serial port. */
  scanner: serialScannerSchema.optional(),
  /** What scanners that type as a keyboard does send around a code. */
  keyboardScanner: z.strictObject({ prefix: affix.optional(), suffix: affix.optional() }).optional(),
  /** Without a unit or a touch for so long, whoever is signed in must sign in again. */
  lockAfterMinutes: z.number().min(1).max(720).optional(),
  /** Less free space than this on the disk of the data folder is a trouble. */
  lowDiskMegabytes: z.int().min(1).max(10_000_000).optional(),
  backupEveryDays: z.int().min(1).max(365).optional(),
  /** Backups made by the clock: hours between two, or `shift`, at the end of each; left out, none. */
  timedBackup: z.union([z.literal("shift"), z.int().min(1).max(168)]).optional(),
  /** Of those so many, the newest. */
  backupsKept: z.int().min(1).max(1_000).optional(),
  /** Local time at which the first shift begins, `06:00`; goes before TOUCHMARK_SHIFT_START. */
  shiftStart: z
    .string()
    .regex(/^(?:[01]?\d|2[0-3]):[0-5]\d$/, "not a time like 06:00")
    .optional(),
  /** Of screens where nobody has chosen one. */
  language: z.enum(["en", "de", "es", "zh", "vi"]).optional(),
  /** Where backups go that a screen or the clock asks for: an absolute path. */
  backupFolder: z.string().min(1).max(1_000).refine(isAbsolute, "not an absolute path").optional(),
});

/** A real station's own settings: `station.yaml` in the data folder. */
export type StationSettings = z.infer<typeof settingsSchema>;

/** The name a station goes by: its settings' word, or the plain one. Throws `set-up.settings`. */
export const stationName = async (path: string): Promise<string> => (await readSettings(path))?.station ?? "Station";

/** `undefined` when the folder has none: the station practises. Throws `set-up.settings`. */
export async function readSettings(path: string): Promise<StationSettings | undefined> {
  const text = await readSettingsText(path);
  return text === undefined ? undefined : parseSettings(path, text);
}

/** `undefined` where there is no such file. Throws `set-up.settings`. */
export async function readSettingsText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    if (isFileMissing(cause)) return undefined;
    throw setUpErrors.settings(`cannot read ${path}`, cause);
  }
}

/** For the engineer who stands before a file that cannot be read. */
const whereElse = "(mend it by hand, or take the one of the last backup)";

/** Throws `set-up.settings`. */
export function parseSettings(path: string, text: string): StationSettings {
  let content: unknown;
  try {
    content = parse(text);
  } catch (cause) {
    const said = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : "";
    throw setUpErrors.settings(`${path} is not YAML: ${said} ${whereElse}`, cause);
  }
  const parsed = settingsSchema.safeParse(content);
  if (!parsed.success) throw setUpErrors.settings(`${path}: ${z.prettifyError(parsed.error)} ${whereElse}`);
  return parsed.data;
}
