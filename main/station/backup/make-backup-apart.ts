import { within } from "../../base/async/within.ts";
import { type BackupContents, backupContents } from "./backup-contents.ts";
import { backupErrors } from "./backup-errors.ts";
import { besideTheStation } from "./beside-the-station.ts";
import type { BackupOrder } from "./make-backup.ts";
import { makeCheckedBackup } from "./make-checked-backup.ts";

export type ApartOrder = Pick<BackupOrder, "root" | "out" | "withKey"> & {
  readonly signal: AbortSignal;
  /** All of it; a disk that hangs is not waited for. */
  readonly ms: number;
};

/**
 * Makes a backup and reads it back whole, where the line does not wait for it. Throws `backup.*`, `records.*`, `set-up.folder`,
 * `station.cancelled`.
 */
export function makeBackupApart({ signal, ms, ...order }: ApartOrder): Promise<BackupContents> {
  const onTimeout = () => backupErrors.tooSlow(`${order.out} was not whole after ${Math.round(ms / 60_000)} minutes`);
  const task = {
    order: { task: "backup", ...order },
    result: backupContents,
    here: (stop: AbortSignal) => makeCheckedBackup({ ...order, considerate: true, signal: stop }),
    ended: backupErrors.notWritten,
    tidies: true,
  } as const;
  return within({ ms, signal, onTimeout }, (stop) => besideTheStation(task, stop));
}
