import { randomUUID } from "node:crypto";
import { chmod, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { baseErrors } from "../../base/errors/base-errors.ts";
import { checkRecords, isSound, type RecordsCheck } from "../../records/backup/check-records.ts";
import { copyRecords } from "../../records/backup/copy-records.ts";
import { recordsErrors } from "../../records/records-errors.ts";
import { isFileMissing } from "../is-file-missing.ts";
import { setUpErrors } from "../station-errors.ts";
import { version } from "../version.ts";
import { writeFileAtomically } from "../write-file-atomically.ts";
import { type BackedUpFile, type BackupContents, contentsFile, databaseFile, keyFile } from "./backup-contents.ts";
import { backupErrors } from "./backup-errors.ts";
import { isThere, partialsOf } from "./backup-place.ts";
import { backupTrouble } from "./backup-trouble.ts";
import { copyFile, syncAndDigest, syncFolder } from "./copy-file.ts";

export interface BackupOrder {
  /** The data folder; a station may be at work on it, in this process or another. */
  readonly root: string;
  /** A folder that is not there yet. */
  readonly out: string;
  /** With the key that opens the secrets: whoever has such a backup has the authorities. */
  readonly withKey: boolean;
  /** Others of this process get their turn while the copy is checked. */
  readonly considerate?: boolean | undefined;
  /** Rests as long as it has worked, where its thread is its own only: the disk is the line's too. */
  readonly paced?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What is kept beside the records. When groups were last checked is not: a restored station asks again. */
const parts = [
  "authorities",
  "signers",
  "trust",
  "services",
  "secrets",
  "recipes",
  "labels",
  "station.yaml",
  "line.json",
];

/**
 * Copies all a station keeps into a folder, which appears whole or not at all, and only if the copied records hold. Every PASS shown
 * before it began is in it. Throws `backup.*`, `records.*`, `set-up.folder`, `station.cancelled`.
 */
export async function makeBackup(order: BackupOrder): Promise<BackupContents> {
  const { root, out } = order;
  if (await isThere(out)) throw backupErrors.exists(`${out} is there already`);
  if (!(await isThere(join(root, databaseFile)))) throw setUpErrors.folder(`${root} has no records: not a data folder`);
  const partial = `${partialsOf(out)}${randomUUID()}.part`;
  try {
    await mkdir(dirname(out), { recursive: true, mode: 0o700 });
    // Not with its parents: of a read-only disk the system then says that it is not there.
    await mkdir(partial, { mode: 0o700 });
    const contents = await fill(order, partial);
    // What a station that is gone had begun must not turn up beside what its successor counts.
    order.signal?.throwIfAborted();
    await rename(partial, out);
    await syncFolder(dirname(out));
    return contents;
  } catch (cause) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    if (order.signal?.aborted === true) throw baseErrors.cancelled("the backup was stopped", cause);
    throw backupTrouble(out, cause);
  }
}

/** The records first: what lies beside them may then be newer, never older. */
async function fill(order: BackupOrder, folder: string): Promise<BackupContents> {
  const { root, withKey, considerate, paced, signal } = order;
  const createdAt = new Date().toISOString();
  const database = join(folder, databaseFile);
  await copyRecords(join(root, databaseFile), database, { signal, paced });
  await chmod(database, 0o600);
  const check = await checkRecords(database, { considerate });
  if (!isSound(check)) throw recordsErrors.damaged(`the copied records do not hold: ${faultOf(check)}`);
  const files: BackedUpFile[] = [{ path: databaseFile, ...(await syncAndDigest(database)) }];
  for (const path of await pathsOf(root)) {
    if (path === keyFile && !withKey) continue;
    const copied = await copyIfThere(join(root, path), join(folder, path), signal);
    if (copied !== undefined) files.push({ path, ...copied });
  }
  const contents: BackupContents = {
    format: "touchmark-backup",
    version: 1,
    createdAt,
    station: version,
    mode: check.practice ? "practice" : "real",
    schemaVersion: check.schemaVersion,
    audit: check.audit === null ? null : { entries: check.audit.entries, head: check.audit.head },
    secretKey: files.some(({ path }) => path === keyFile),
    files,
  };
  await writeFileAtomically(join(folder, contentsFile), `${JSON.stringify(contents, null, 1)}\n`);
  await syncFolder(folder);
  return contents;
}

export function faultOf({ faults, audit, rows }: RecordsCheck): string {
  if (audit?.fault) return faults[0] ?? `audit trail: ${audit.fault.detail}`;
  return faults[0] ?? (rows?.fault ? `${rows.fault.subject}: ${rows.fault.detail}` : "nothing found");
}

/** Files of the parts, with slashes. Half-written ones of `writeFileAtomically` are nobody's. */
async function pathsOf(root: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const part of parts) found.push(...(await filesBelow(root, part)));
  return found.filter((path) => !path.endsWith(".new"));
}

async function filesBelow(root: string, path: string): Promise<readonly string[]> {
  try {
    const there = await stat(join(root, path));
    if (there.isFile()) return [path];
    if (!there.isDirectory()) return [];
    const names = await readdir(join(root, path));
    return (await Promise.all(names.map((name) => filesBelow(root, `${path}/${name}`)))).flat();
  } catch (error) {
    if (isFileMissing(error)) return [];
    throw error;
  }
}

/** One that was taken away since it was listed is not in the backup, as it is not in the folder. */
async function copyIfThere(from: string, to: string, signal: AbortSignal | undefined) {
  try {
    return await copyFile(from, to, signal);
  } catch (error) {
    if (isFileMissing(error)) return undefined;
    throw error;
  }
}
