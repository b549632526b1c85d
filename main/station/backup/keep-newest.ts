import { rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { isThere, partialsOf } from "./backup-place.ts";
import { readContents } from "./check-backup.ts";
import type { MadeBackup } from "./made-backups.ts";

/** The timed ones of this folder that are more than are kept, the oldest first; none of another folder, none a person asked for. */
export function tooMany(made: readonly MadeBackup[], folder: string, kept: number): readonly MadeBackup[] {
  const timed = made.filter(({ path, timed: byClock }) => byClock && dirname(path) === folder);
  return timed.slice(0, Math.max(0, timed.length - kept));
}

/** Takes a backup away; half taken away it is no backup any more. What is no backup stays. Whether there was one. */
export async function removeBackup(path: string): Promise<boolean> {
  if (!(await isThere(path))) return false;
  await readContents(path);
  const aside = `${partialsOf(path)}removed.part`;
  await rename(path, aside);
  await rm(aside, { recursive: true, force: true });
  return true;
}
