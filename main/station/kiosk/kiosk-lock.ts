import { readFile, rm } from "node:fs/promises";
import { z } from "zod";
import { isFileMissing } from "../is-file-missing.ts";
import { writeFileAtomically } from "../write-file-atomically.ts";

const keptSchema = z.object({ by: z.string().nullable(), since: z.iso.datetime() });

type Kept = z.infer<typeof keptSchema>;

export interface KioskState {
  readonly locked: boolean;
  readonly by: string | null;
  readonly since: string | null;
}

/** Whether the screen shows the Line and nothing else; kept in a file, so that no restart lets it go. */
export class KioskLock {
  readonly #path: string;
  #kept: Kept | undefined;

  private constructor(path: string, kept: Kept | undefined) {
    this.#path = path;
    this.#kept = kept;
  }

  static async open(path: string): Promise<KioskLock> {
    return new KioskLock(path, await readKept(path));
  }

  get state(): KioskState {
    return this.#kept === undefined ? { locked: false, by: null, since: null } : { locked: true, ...this.#kept };
  }

  /** Throws `set-up.folder`. */
  async lock(by: string | null, now: Date): Promise<void> {
    if (this.#kept !== undefined) return;
    const kept = { by, since: now.toISOString() };
    await writeFileAtomically(this.#path, JSON.stringify(kept));
    this.#kept = kept;
  }

  async unlock(): Promise<void> {
    await rm(this.#path, { force: true });
    this.#kept = undefined;
  }
}

/** A file that cannot be read as one holds the screen: it was locked, by somebody, at some time. */
async function readKept(path: string): Promise<Kept | undefined> {
  try {
    const parsed: unknown = JSON.parse(await readFile(path, "utf8"));
    return keptSchema.parse(parsed);
  } catch (error) {
    return isFileMissing(error) ? undefined : { by: null, since: new Date(0).toISOString() };
  }
}
