import { randomUUID } from "node:crypto";
import { lstat, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join } from "node:path";
import { isFileMissing } from "../is-file-missing.ts";
import { setUpErrors } from "../station-errors.ts";
import { backupErrors } from "./backup-errors.ts";
import { backupTrouble } from "./backup-trouble.ts";
import type { MadeBackup } from "./made-backups.ts";

export const usualBackupFolder = (root: string): string => join(root, "backups");

/**
 * The folder backups go to. One that a person named must be there: made anew, it would be on the wrong disk when its own is not mounted.
 * Throws `backup.place-gone`, `backup.place-closed`, `backup.place-full`.
 */
export async function backupPlace(root: string, named: string | undefined): Promise<string> {
  const folder = named ?? usualBackupFolder(root);
  try {
    if (named === undefined) await mkdir(folder, { recursive: true, mode: 0o700 });
    if ((await stat(folder)).isDirectory()) return folder;
  } catch (cause) {
    throw backupTrouble(folder, cause);
  }
  throw backupErrors.placeGone(`${folder} is not a folder`);
}

/**
 * Where a person wants backups to go: made where it is not there, and tried, so that what is wrong is said now and not tonight. Throws
 * `backup.place-…`, `set-up.settings`.
 */
export async function makeBackupPlace(folder: string): Promise<void> {
  if (!isAbsolute(folder)) throw setUpErrors.settings(`the folder of the backups is "${folder}", not an absolute path`);
  const trial = join(folder, `.${randomUUID()}.part`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(trial, "touchmark", { flag: "wx" });
  } catch (cause) {
    throw backupTrouble(folder, cause);
  } finally {
    await rm(trial, { force: true }).catch(() => undefined);
  }
}

/** An empty mount point looks like a folder. Throws `backup.place-gone` where not one of the backups made there is there. */
export async function refuseStrangePlace(folder: string, made: readonly MadeBackup[]): Promise<void> {
  const here = made.filter(({ path }) => dirname(path) === folder);
  if (here.length === 0) return;
  for (const { path } of here.toReversed()) if (await isThere(path)) return;
  throw backupErrors.placeGone(`${folder} has none of the ${here.length} backups made there: is its disk mounted?`);
}

/** A name that is not taken yet: of station and time, so that stations can share a folder. */
export async function freeName(folder: string, station: string, at: Date): Promise<string> {
  const name = `touchmark-${plainName(station)}-${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
  for (let number = 1; ; number += 1) {
    const path = join(folder, number === 1 ? name : `${name}-${number}`);
    if (number > 9 || !(await isThere(path))) return path;
  }
}

/** How the path begins that a backup has until it is whole. */
export const partialsOf = (path: string): string => join(dirname(path), `.${basename(path)}.`);

/** What a power cut left of a backup being made or taken away. */
export async function removePartials(path: string): Promise<void> {
  const prefix = basename(partialsOf(path));
  const names = await readdir(dirname(path)).catch(() => []);
  for (const name of names) {
    if (name.startsWith(prefix) && name.endsWith(".part"))
      await rm(join(dirname(path), name), { recursive: true, force: true });
  }
}

export async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isFileMissing(error)) return false;
    throw backupTrouble(path, error);
  }
}

/** Letters and digits that every file system takes. */
function plainName(station: string): string {
  const plain = station
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{Mark}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 40);
  return plain === "" ? "station" : plain;
}
