import { readFile } from "node:fs/promises";
import { z } from "zod";
import { isFileMissing } from "../is-file-missing.ts";
import { writeFileAtomically } from "../write-file-atomically.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const notesSchema = z.object({
  version: z.literal(1),
  /** When a dry run of this content passed, by its hash; the oldest first. */
  passed: z.record(hash, z.iso.datetime()),
  /** Hash of what was saved on Set-up, by the recipe's name: it is to be tried before it is used. */
  drafts: z.record(z.string(), hash),
});

type Notes = z.infer<typeof notesSchema>;

const mostKept = 1000;
const noNotes: Notes = { version: 1, passed: {}, drafts: {} };

/** Which recipes passed a dry run, and which have to before they are used; kept in a file beside the recipes. */
export class TrialNotes {
  readonly #file: string;
  #notes: Notes;

  private constructor(file: string, notes: Notes) {
    this.#file = file;
    this.#notes = notes;
  }

  /** A file that cannot be read is as none: then everything has to be tried again. */
  static async open(file: string): Promise<TrialNotes> {
    try {
      const read = notesSchema.safeParse(JSON.parse(await readFile(file, "utf8")));
      return new TrialNotes(file, read.data ?? noNotes);
    } catch (error) {
      if (isFileMissing(error) || error instanceof SyntaxError) return new TrialNotes(file, noNotes);
      throw error;
    }
  }

  passedAt(recipeHash: string): string | undefined {
    return this.#notes.passed[recipeHash];
  }

  isDraft(name: string, recipeHash: string): boolean {
    return this.#notes.drafts[name] === recipeHash;
  }

  async keepPassed(recipeHash: string, at: string): Promise<void> {
    const { [recipeHash]: _before, ...others } = this.#notes.passed;
    const kept = [...Object.entries(others), [recipeHash, at] as const].slice(-mostKept);
    await this.#keep({ ...this.#notes, passed: Object.fromEntries(kept) });
  }

  /** `undefined`: the recipe is no more. */
  async keepDraft(name: string, recipeHash: string | undefined): Promise<void> {
    const { [name]: _before, ...others } = this.#notes.drafts;
    const drafts = recipeHash === undefined ? others : { ...others, [name]: recipeHash };
    await this.#keep({ ...this.#notes, drafts });
  }

  async #keep(notes: Notes): Promise<void> {
    await writeFileAtomically(this.#file, JSON.stringify(notes, null, 2));
    this.#notes = notes;
  }
}
