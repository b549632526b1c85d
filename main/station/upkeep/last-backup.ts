import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { isFileMissing } from "../is-file-missing.ts";
import { writeFileAtomically } from "../write-file-atomically.ts";

const remembered = z.object({ createdAt: z.iso.datetime() });
const fileIn = (root: string): string => join(root, "last-backup.json");

/** Kept beside the records, not in them: a backup is also made beside a station that owns them. */
export async function rememberBackup(root: string, createdAt: string): Promise<void> {
  await writeFileAtomically(fileIn(root), `${JSON.stringify({ createdAt })}\n`);
}

/** When the last backup of this data folder was made; undefined where none is known. */
export async function lastBackupAt(root: string): Promise<Date | undefined> {
  try {
    return new Date(remembered.parse(JSON.parse(await readFile(fileIn(root), "utf8"))).createdAt);
  } catch (error) {
    if (isFileMissing(error) || error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}
