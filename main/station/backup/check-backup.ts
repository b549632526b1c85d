import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { isStationError } from "../../base/errors/station-error.ts";
import { type BackupContents, backupContents, contentsFile, databaseFile } from "./backup-contents.ts";
import { backupErrors } from "./backup-errors.ts";
import { digestFile } from "./copy-file.ts";

const largestContents = 32 * 1024 * 1024;

/**
 * Reads a finished backup whole and compares every file with what was written down when its records were found sound. Throws
 * `backup.not-a-backup`, `backup.changed`.
 */
export async function checkBackup(backup: string): Promise<BackupContents> {
  const contents = await readContents(backup);
  await refuseStrangers(backup, contents);
  for (const file of contents.files) compareFile(file, await digestFile(join(backup, file.path)));
  return contents;
}

/** Throws `backup.changed`. */
export function compareFile(
  { path, size, sha256 }: BackupContents["files"][number],
  found: { readonly size: number; readonly sha256: string },
): void {
  if (found.size !== size || found.sha256 !== sha256)
    throw backupErrors.changed(`${path} is not what was backed up (SHA-256 ${found.sha256}, not ${sha256})`);
}

/** Throws `backup.not-a-backup`. */
export async function readContents(backup: string): Promise<BackupContents> {
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

/** A file nobody backed up has no business in a data folder; one that is not there is named. Throws `backup.changed`, `backup.not-a-backup`. */
export async function refuseStrangers(backup: string, { files }: BackupContents): Promise<void> {
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
