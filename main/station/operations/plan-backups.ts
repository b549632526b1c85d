import { join } from "node:path";
import { makeBackupPlace, usualBackupFolder } from "../backup/backup-place.ts";
import type { BackupRhythm } from "../backup/timed-backup-due.ts";
import type { StationFile } from "../fixture/station-file.ts";
import { readSettings } from "../station-settings.ts";
import { setUpErrors } from "../station-errors.ts";
import { usualSettings } from "../usual-settings.ts";
import { bookChange, changeStationFile } from "./change-station-file.ts";

export interface BackupPlan {
  /** Null: none by the clock. */
  readonly timedBackup: BackupRhythm | null;
  readonly backupsKept: number;
  readonly backupFolder: string;
}

/** What is left out stays; null takes a setting away. */
export interface BackupPlanChange {
  readonly timedBackup?: BackupRhythm | null;
  readonly backupsKept?: number;
  readonly backupFolder?: string;
}

/** When a real station makes backups by itself, as its `station.yaml` is then. Throws `set-up.*`, `backup.place-…`, `records.*`. */
export async function planBackups(root: string, change: BackupPlanChange): Promise<BackupPlan> {
  if ((await readSettings(join(root, "station.yaml"))) === undefined)
    throw setUpErrors.settings(`${root} has no station.yaml: practice loses nothing and makes no backups`);
  return changeStationFile(root, async (file) => {
    if (Object.keys(change).length === 0) return planOf(root, file);
    if (change.backupFolder !== undefined) await makeBackupPlace(change.backupFolder);
    await file.set({ ...change });
    await bookChange(root, { act: "settings-changed", subject: null, facts: { ...change } });
    return planOf(root, file);
  });
}

const planOf = (root: string, { settings }: StationFile): BackupPlan => ({
  timedBackup: settings.timedBackup ?? null,
  backupsKept: settings.backupsKept ?? usualSettings.backupsKept,
  backupFolder: settings.backupFolder ?? usualBackupFolder(root),
});
