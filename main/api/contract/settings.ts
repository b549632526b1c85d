import { oc } from "@orpc/contract";
import { z } from "zod";

/** What is to be there before the first real unit, in the order a person goes. */
export const stoneSchema = z.object({
  stone: z.enum(["practise", "recipe", "slots", "service", "authority", "operators"]),
  done: z.boolean(),
  /** Made or taught by people; of `practise` the units that passed, as far as they are counted. */
  count: z.int().nonnegative(),
  /** What practice has of its own, for trying: it is not carried over. */
  lent: z.int().nonnegative(),
});

export const guideSchema = z.object({
  mode: z.enum(["practice", "real"]),
  stones: z.array(stoneSchema),
  /** A `station.yaml` is there: the next start is a real one, unless only practice is asked for. */
  isReal: z.boolean(),
  /** Where the station keeps what it keeps; a real station's place, also in practice. */
  dataFolder: z.string(),
});

const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "a time like 06:00");
const stationName = z.string().trim().min(1).max(64);
const languageSchema = z.enum(["en", "de", "es", "zh", "vi"]);

/** Hours between two, or at the end of each shift. */
const timedBackupSchema = z.union([z.literal("shift"), z.int().min(1).max(168)]);

/** The station's own settings that a person changes on screen. */
export const stationSettingsSchema = z.object({
  station: z.string(),
  /** Of screens where nobody has chosen one; null: each screen's system. */
  language: languageSchema.nullable(),
  /** Local time at which the first shift begins. */
  shiftStart: z.string(),
  /** By TOUCHMARK_SHIFT_HOURS. */
  shiftHours: z.number(),
  lockAfterMinutes: z.number(),
  lowDiskMegabytes: z.int(),
  backupEveryDays: z.int(),
  timedBackup: timedBackupSchema.nullable(),
  /** Of those the clock asked for, the newest. */
  backupsKept: z.int(),
  /** When the clock asks for the next one; null where it asks for none, or in practice, where nothing is lost. */
  nextBackupAt: z.iso.datetime().nullable(),
  /** Null: the usual place, `backups` in the data folder. */
  backupFolder: z.string().nullable(),
  /** Where the next one goes. */
  backupsIn: z.string(),
  lastBackupAt: z.iso.datetime().nullable(),
  /** When one is overdue; null in practice, where nothing is lost. */
  backupDueAt: z.iso.datetime().nullable(),
});

export const stationSettingsChangeSchema = z.object({
  station: stationName.optional(),
  language: languageSchema.nullable().optional(),
  shiftStart: time.optional(),
  lockAfterMinutes: z.int().min(1).max(720).optional(),
  lowDiskMegabytes: z.int().min(1).max(10_000_000).optional(),
  backupEveryDays: z.int().min(1).max(365).optional(),
  /** Null: none by the clock. */
  timedBackup: timedBackupSchema.nullable().optional(),
  backupsKept: z.int().min(1).max(1_000).optional(),
  /** An absolute path, made where it is not there; null: the usual place. */
  backupFolder: z.string().trim().min(1).max(1_000).nullable().optional(),
});

/** The station's settings, and its way from nothing to the first real unit. */
export const settingsContract = {
  read: oc.output(stationSettingsSchema),
  /** What is left out stays. Throws `set-up.settings`, and for a folder that cannot be written `backup.place-…`. */
  change: oc.input(stationSettingsChangeSchema).output(stationSettingsSchema),
  /** From what is there now, not from what somebody ticked. */
  guide: oc.output(guideSchema),
  /**
   * Practice mode only: writes `station.yaml`, which makes the next start a real one, and starts again where the shell can; `restarts`
   * is false where a person must. Nothing of practice is carried over. Throws `api.not-practice`, `set-up.settings`, `slot.busy`.
   */
  becomeReal: oc.input(z.object({ station: stationName })).output(z.object({ restarts: z.boolean() })),
};

export type Stone = z.infer<typeof stoneSchema>;
export type Guide = z.infer<typeof guideSchema>;
export type StationSettingsView = z.infer<typeof stationSettingsSchema>;
export type StationSettingsChange = z.infer<typeof stationSettingsChangeSchema>;
