import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { isFileMissing } from "../is-file-missing.ts";
import { writeFileAtomically } from "../write-file-atomically.ts";

const madeBackup = z.object({
  path: z.string(),
  createdAt: z.iso.datetime(),
  /** By the clock: taken away when there are enough newer ones. One that a person asked for never is. */
  timed: z.boolean(),
});

const schema = z.object({
  /** Being made or taken away: what a power cut leaves of it lies beside it. */
  inHand: madeBackup.nullable(),
  /** In the order in which they were made. */
  made: z.array(madeBackup),
});

export type MadeBackup = Readonly<z.infer<typeof madeBackup>>;
export interface MadeBackups {
  readonly inHand: MadeBackup | null;
  readonly made: readonly MadeBackup[];
}

const none: MadeBackups = { inHand: null, made: [] };
const most = 2_000;
const fileIn = (root: string): string => join(root, "backups.json");

/** The backups that this station made. What cannot be read is as if there were none: then none is ever taken away. */
export async function readMadeBackups(root: string): Promise<MadeBackups> {
  try {
    return schema.parse(JSON.parse(await readFile(fileIn(root), "utf8")));
  } catch (error) {
    if (isFileMissing(error) || error instanceof SyntaxError || error instanceof z.ZodError) return none;
    throw error;
  }
}

/** Throws `set-up.folder`, `records.disk-full`, … */
export const writeMadeBackups = (root: string, { inHand, made }: MadeBackups): Promise<void> =>
  writeFileAtomically(fileIn(root), `${JSON.stringify({ inHand, made: made.slice(-most) })}\n`);
