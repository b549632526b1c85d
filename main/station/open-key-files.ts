import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { DataFolder } from "./data-folder.ts";
import { isFileMissing } from "./is-file-missing.ts";

/** Any right of the group's or of others'. */
const anybodyElse = 0o077;
/** The group may read what a service manager or a container hands over: that is how it gives one user alone a file of its own. */
const anybodyElseButGroupReads = 0o037;

/**
 * Files of the station's secrets and keys that other users of this machine may read or write, by their POSIX mode; sorted paths. Windows
 * has no such mode: none. Those of the data folder, and those that TOUCHMARK_SECRET_KEY_FILE and TOUCHMARK_PKCS11_PIN_FILE name.
 */
export async function openKeyFiles(folder: DataFolder): Promise<readonly string[]> {
  if (process.platform === "win32") return [];
  const own = await Promise.all([folder.secrets, folder.authorities, folder.signers].map(keyFilesIn));
  const named = [process.env["TOUCHMARK_SECRET_KEY_FILE"], process.env["TOUCHMARK_PKCS11_PIN_FILE"]];
  const open = await Promise.all([
    ...own.flat().map((path) => openOnly(path, anybodyElse)),
    ...named.map((path) => (path === undefined ? [] : openOnly(path, anybodyElseButGroupReads))),
  ]);
  return open.flat().toSorted();
}

/** For the engineer, in one line. */
export function openKeyFilesText(paths: readonly string[]): string {
  const shown = paths.slice(0, 3).join(", ");
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : "";
  return `other users may open ${shown}${more}; chmod 600`;
}

async function keyFilesIn(folder: string): Promise<readonly string[]> {
  const entries = await orNone(readdir(folder, { recursive: true }));
  return entries.filter((entry) => isKeyFile(basename(entry))).map((entry) => join(folder, entry));
}

const isKeyFile = (name: string): boolean =>
  name.endsWith(".sealed") || ["station.key", "key.pem", "root-key.pem"].includes(name);

const openOnly = async (path: string, rights: number): Promise<readonly string[]> =>
  orNone(stat(path).then(({ mode }) => ((mode & rights) === 0 ? [] : [path])));

/** What was removed in between is open to nobody. */
const orNone = (found: Promise<readonly string[]>): Promise<readonly string[]> =>
  found.catch((error: unknown) => {
    if (isFileMissing(error)) return [];
    throw error;
  });
