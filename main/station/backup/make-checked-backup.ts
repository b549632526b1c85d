import { rm } from "node:fs/promises";
import { asStationError } from "../../base/errors/base-errors.ts";
import { rememberBackup } from "../upkeep/last-backup.ts";
import type { BackupContents } from "./backup-contents.ts";
import { backupErrors } from "./backup-errors.ts";
import { checkBackup } from "./check-backup.ts";
import { type BackupOrder, makeBackup } from "./make-backup.ts";

/**
 * Makes a backup and reads it back whole; one that does not hold is taken away again. Throws `backup.*`, `records.*`, `set-up.folder`,
 * `station.cancelled`.
 */
export async function makeCheckedBackup(order: BackupOrder): Promise<BackupContents> {
  await makeBackup(order);
  const contents = await readBack(order.out);
  // Only for the word that one is overdue: the backup is made all the same.
  await rememberBackup(order.root, contents.createdAt).catch(() => undefined);
  return contents;
}

async function readBack(out: string): Promise<BackupContents> {
  try {
    return await checkBackup(out);
  } catch (cause) {
    await rm(out, { recursive: true, force: true }).catch(() => undefined);
    throw backupErrors.unsound(`read back: ${asStationError(cause).detail}`, cause);
  }
}
