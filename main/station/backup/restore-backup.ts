import { randomUUID } from "node:crypto";
import { readdir, readFile, rename, rm, rmdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { baseErrors } from "../../base/errors/base-errors.ts";
import { isStationError } from "../../base/errors/station-error.ts";
import type { AuditAuthor } from "../../records/audit/audit-trail.ts";
import { checkRecords, isSound } from "../../records/backup/check-records.ts";
import { openRecords } from "../../records/records.ts";
import { isFileMissing } from "../is-file-missing.ts";
import { type BackupContents, backupContents, contentsFile, databaseFile, keyFile } from "./backup-contents.ts";
import { backupErrors } from "./backup-errors.ts";
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

const largestContents = 32 * 1024 * 1024;

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
  for (const { path, size, sha256 } of contents.files) {
    const copied = await copyFile(join(backup, path), join(folder, path), signal);
    if (copied.size !== size || copied.sha256 !== sha256)
      throw backupErrors.changed(`${path} is not what was backed up (SHA-256 ${copied.sha256}, not ${sha256})`);
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

async function readContents(backup: string): Promise<BackupContents> {
  const path = join(backup, contentsFile);
  try {
    if ((await stat(path)).size > largestContents) throw backupErrors.notABackup(`${path} is too large`);
    const contents = backupContents.parse(JSON.parse(await readFile(path, "utf8")));
    if (contents.files.some((file) => file.path === databaseFile)) return contents;
  } catch (cause) {
    throw isStationError(cause) ? cause : backupErrors.notABackup(`cannot read ${path}`, cause);
  }
  throw backupErrors.notABackup(`${path} names no records`);
}

/** A file nobody backed up has no business in a data folder; one that is not there is named. */
async function refuseStrangers(backup: string, { files }: BackupContents): Promise<void> {
  const told = new Set(files.map(({ path }) => path));
  const there = await filesIn(backup);
  const strange = there.find((path) => path !== contentsFile && !told.has(path));
  if (strange !== undefined) throw backupErrors.changed(`${strange} was not backed up`);
  const lost = files.find(({ path }) => !there.includes(path));
  if (lost !== undefined) throw backupErrors.changed(`${lost.path} is not there`);
  if (told.size !== files.length) throw backupErrors.notABackup(`${contentsFile} names a file twice`);
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    );
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isFileMissing(error)) return [];
    throw backupErrors.exists(`${folder} is not a folder`, error);
  }
}
