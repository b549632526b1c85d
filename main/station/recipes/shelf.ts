import { createHash } from "node:crypto";
import { readFile, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { OpenRecipe, RecipeTrial } from "../../api/contract/index.ts";
import type { StationError } from "../../base/errors/station-error.ts";
import { Mutex } from "../../base/async/mutex.ts";
import { checkRecipe, faultText, type LoadedRecipe } from "../../workflow/recipe/parse-recipe.ts";
import { recipeErrors } from "../../workflow/recipe/recipe-errors.ts";
import type { Recipe } from "../../workflow/recipe/recipe-schema.ts";
import { cannotWrite } from "../cannot-write.ts";
import { whyNoDryRun } from "../practice/dry-run-limits.ts";
import { type BrokenRecipe, readRecipeFiles } from "../recipe-shelf.ts";
import { writeFileAtomically } from "../write-file-atomically.ts";
import { TrialNotes } from "./trial-notes.ts";

export interface ShelfOptions {
  /** Recipes of this station, one file each. */
  readonly folder: string;
  /** Recipes that come with the program: may be read, not changed. */
  readonly builtIn?: string | undefined;
}

/** A recipe where it stands. */
export interface ShelvedFile {
  readonly loaded: LoadedRecipe;
  readonly path: string;
  readonly builtIn: boolean;
}

/** What was opened before it was changed. */
export interface Replaced {
  readonly name: string;
  readonly revision: string;
}

/** Of a saving: what is there now, and the hash of what was there before. */
export interface Saved {
  readonly opened: OpenRecipe;
  readonly before: string | null;
  readonly after: string;
}

/**
 * The recipes of a station, read at its start and changed by Set-up alone. A lot has its own copy of the recipe it was opened with, so
 * nothing that is done here reaches a lot.
 */
export class RecipeShelf {
  readonly #folder: string;
  readonly #notes: TrialNotes;
  readonly #files = new Map<string, ShelvedFile>();
  readonly #recipes = new Map<string, LoadedRecipe>();
  #broken: readonly BrokenRecipe[] = [];
  readonly #oneAtATime = new Mutex();

  private constructor(folder: string, notes: TrialNotes) {
    this.#folder = folder;
    this.#notes = notes;
  }

  /** A file that is broken stands beside: what else is there, and every lot, does not wait for it. */
  static async open({ folder, builtIn }: ShelfOptions): Promise<RecipeShelf> {
    const shelf = new RecipeShelf(folder, await TrialNotes.open(join(folder, "trials.json")));
    const places = builtIn === undefined ? [folder] : [builtIn, folder];
    for (const place of places) {
      const { files, broken } = await readRecipeFiles(place);
      for (const { loaded, path } of files.values()) shelf.#put({ loaded, path, builtIn: place !== folder });
      shelf.#broken = [...shelf.#broken, ...broken];
    }
    return shelf;
  }

  /** Why a file of the folder is not on the shelf, looked at anew: one that was mended by hand is put there. */
  async troubles(): Promise<readonly StationError[]> {
    if (this.#broken.length === 0) return [];
    const { files, broken } = await readRecipeFiles(this.#folder);
    const wasBroken = ({ path }: { readonly path: string }) => this.#broken.some((one) => one.path === path);
    for (const file of [...files.values()].filter(wasBroken)) this.#put({ ...file, builtIn: false });
    this.#broken = broken.filter(wasBroken);
    return this.#broken.map(({ error }) => error);
  }

  /** By name; the same map for the life of the station. */
  get recipes(): ReadonlyMap<string, LoadedRecipe> {
    return this.#recipes;
  }

  files(): readonly ShelvedFile[] {
    return [...this.#files.values()];
  }

  /** Throws `recipe.unknown`, `recipe.unreadable`. */
  async read(name: string): Promise<OpenRecipe> {
    const { path } = this.#file(name);
    const source = await readFile(path, "utf8").catch((cause: unknown) => {
      throw recipeErrors.unreadable(`cannot read ${path}`, cause);
    });
    return { name, source, revision: revisionOf(source) };
  }

  /** When the file was written last. */
  async changedAt({ path }: ShelvedFile): Promise<Date> {
    return (await stat(path)).mtime;
  }

  trialOf({ recipe, hash }: Pick<LoadedRecipe, "recipe" | "hash">): RecipeTrial {
    const at = this.#notes.passedAt(hash);
    if (at !== undefined) return { state: "passed", at, code: null };
    const code = impossibleCode(recipe);
    return { state: code === null ? "not-tried" : "impossible", at: null, code };
  }

  /** Whether it was saved on Set-up and could be tried, and has not passed. */
  isLocked(loaded: LoadedRecipe): boolean {
    return this.#notes.isDraft(loaded.recipe.recipe, loaded.hash) && this.trialOf(loaded).state === "not-tried";
  }

  /** Throws `recipe.not-tried`. */
  refuseLocked(loaded: LoadedRecipe): void {
    if (this.isLocked(loaded)) throw recipeErrors.notTried(`no dry run of "${loaded.recipe.recipe}" has passed`);
  }

  keepPassed(hash: string): Promise<void> {
    return this.#oneAtATime.run(() => this.#notes.keepPassed(hash, new Date().toISOString()));
  }

  /** Throws `recipe.invalid`, `recipe.name-taken`, `recipe.built-in`, `recipe.changed-meanwhile`, `recipe.unknown`, `set-up.folder`. */
  save(source: string, replaces: Replaced | null): Promise<Saved> {
    return this.#oneAtATime.run(async () => {
      const checked = checkRecipe(source);
      if (!("recipe" in checked)) throw recipeErrors.invalid(faultText(checked.faults));
      const name = checked.recipe.recipe;
      const file = await this.#replaceable(name, replaces);
      const path = file?.path ?? join(this.#folder, `${name}.yaml`);
      // Broken, but somebody's work.
      if (this.#broken.some((one) => one.path === path)) throw recipeErrors.nameTaken(`${path} is there, and broken`);
      // Told first: a recipe that was saved and is not known to be a draft might be used untried.
      await this.#notes.keepDraft(name, checked.hash);
      await writeFileAtomically(path, source);
      this.#put({ loaded: checked, path, builtIn: false });
      const opened = { name, source, revision: revisionOf(source) };
      return { opened, before: file?.loaded.hash ?? null, after: checked.hash };
    });
  }

  /** Resolves to the hash of what was there. Throws `recipe.unknown`, `recipe.built-in`, `set-up.folder`. */
  remove(name: string): Promise<string> {
    return this.#oneAtATime.run(async () => {
      const { path, builtIn, loaded } = this.#file(name);
      if (builtIn) throw recipeErrors.builtIn(`"${name}" comes with practice mode`);
      await unlink(path).catch((cause: unknown) => {
        throw cannotWrite(`cannot delete ${path}`, cause);
      });
      this.#files.delete(name);
      this.#recipes.delete(name);
      await this.#notes.keepDraft(name, undefined);
      return loaded.hash;
    });
  }

  /** The file that is written over; undefined: a new one. */
  async #replaceable(name: string, replaces: Replaced | null): Promise<ShelvedFile | undefined> {
    const known = this.#files.get(name);
    if (known?.builtIn === true) throw recipeErrors.builtIn(`"${name}" comes with practice mode`);
    if (replaces === null || replaces.name !== name) {
      if (known !== undefined) throw recipeErrors.nameTaken(`there is a recipe "${name}"`);
      return undefined;
    }
    if ((await this.read(name)).revision !== replaces.revision)
      throw recipeErrors.changedMeanwhile(`"${name}" is not as it was when it was opened`);
    return known;
  }

  #file(name: string): ShelvedFile {
    const file = this.#files.get(name);
    if (file === undefined) throw recipeErrors.unknown(`no recipe "${name}"`);
    return file;
  }

  #put(file: ShelvedFile): void {
    this.#files.set(file.loaded.recipe.recipe, file);
    this.#recipes.set(file.loaded.recipe.recipe, file.loaded);
  }
}

const revisionOf = (source: string): string => createHash("sha256").update(source).digest("hex");

function impossibleCode(recipe: Recipe): RecipeTrial["code"] {
  const code = whyNoDryRun(recipe)?.code;
  return code === "recipe.console-not-tried" || code === "recipe.firmware-not-tried" ? code : null;
}
