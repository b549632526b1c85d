import { randomUUID } from "node:crypto";
import { readdir, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { baseErrors } from "../../base/errors/base-errors.ts";
import { isStationError } from "../../base/errors/station-error.ts";
import type { AuditAuthor } from "../../records/audit/audit-trail.ts";
import { checkRecords, isSound } from "../../records/backup/check-records.ts";
import { openRecords } from "../../records/records.ts";
import { isFileMissing } from "../is-file-missing.ts";
import { type BackupContents, databaseFile, keyFile } from "./backup-contents.ts";
import { backupErrors } from "./backup-errors.ts";
import { compareFile, readContents, refuseStrangers } from "./check-backup.ts";
import { copyFile, syncFolder } from "./copy-file.ts";
import { faultOf } from "./make-backup.ts";

export interface RestoreOrder {
  readonly backup: string;
  /** The data folder to be; not there, or empty. */
  readonly root: string;
  /** A file with the key of the secrets, for a backup without. */
  readonly key?: string | undefined;
  /** Who does it, for the audit trail. */
  readonly author: AuditAuthor;
  readonly signal?: AbortSignal | undefined;
}

export interface Restored {
  readonly contents: BackupContents;
  /** Entries of the audit trail that hold, the restoring itself included. */
  readonly auditEntries: number;
  /** False: the key must be put in place before the station starts. */
  readonly hasKey: boolean;
}

/**
 * Makes a data folder of a backup, having compared every file with its SHA-256 and read the records whole. Nothing is left behind
 * when something is wrong. Throws `backup.*`, `records.*`, `station.cancelled`.
 */
export async function restoreBackup(order: RestoreOrder): Promise<Restored> {
  const { backup, root } = order;
  const contents = await readContents(backup);
  await refuseStrangers(backup, contents);
  if ((await namesIn(root)).length > 0) throw backupErrors.exists(`${root} is not empty`);
  const partial = join(dirname(root), `.${basename(root)}.${randomUUID()}.part`);
  try {
    const restored = await fill(order, contents, partial);
    await rmdir(root).catch(() => undefined);
    await rename(partial, root);
    await syncFolder(dirname(root));
    return restored;
  } catch (cause) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    if (order.signal?.aborted === true) throw baseErrors.cancelled("the restoring was stopped", cause);
    throw isStationError(cause) ? cause : backupErrors.notWritten(`cannot write ${root}: ${String(cause)}`, cause);
  }
}

async function fill(
  { backup, key, author, signal }: RestoreOrder,
  contents: BackupContents,
  folder: string,
): Promise<Restored> {
  for (const file of contents.files) {
    compareFile(file, await copyFile(join(backup, file.path), join(folder, file.path), signal));
  }
  if (key !== undefined && !contents.secretKey) await copyFile(key, join(folder, keyFile), signal);
  await compareRecords(join(folder, databaseFile), contents);
  const auditEntries = await openOnce(join(folder, databaseFile), contents, author);
  return { contents, auditEntries, hasKey: contents.secretKey || key !== undefined };
}

async function compareRecords(file: string, { schemaVersion, mode, audit }: BackupContents): Promise<void> {
  const check = await checkRecords(file);
  if (!isSound(check)) throw backupErrors.changed(`the records do not hold: ${faultOf(check)}`);
  const told = [schemaVersion, mode, audit?.head ?? null];
  const found = [check.schemaVersion, check.practice ? "practice" : "real", check.audit?.head ?? null];
  if (told.join() !== found.join())
    throw backupErrors.changed(`the records are ${found.join()}, told was ${told.join()}`);
}

/** Brings the records to this station's version, and books the restoring in their audit trail. */
async function openOnce(
  file: string,
  { mode, createdAt, audit }: BackupContents,
  author: AuditAuthor,
): Promise<number> {
  const records = await openRecords({ file, practice: mode === "practice" });
  try {
    records.audit.writeAs(() => author);
    const facts = { backup: createdAt, head: audit?.head ?? null };
    await records.audit.append({ act: "records-restored", subject: null, facts });
    const { entries, fault } = await records.audit.verify([]);
    if (fault !== null) throw backupErrors.changed(`audit trail: ${fault.detail}`);
    return entries;
  } finally {
    await records.close();
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isFileMissing(error)) return [];
    throw backupErrors.exists(`${folder} is not a folder`, error);
  }
}
