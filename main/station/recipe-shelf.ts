import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { asStationError } from "../base/errors/base-errors.ts";
import type { StationError } from "../base/errors/station-error.ts";
import { checkRecipe, faultText, type LoadedRecipe } from "../workflow/recipe/parse-recipe.ts";
import { recipeErrors } from "../workflow/recipe/recipe-errors.ts";

/** Reads one recipe file. Throws `recipe.unreadable` or `recipe.invalid`. */
export async function readRecipe(path: string): Promise<LoadedRecipe> {
  let source: string;
  try {
    source = await readFile(path, "utf8");
  } catch (cause) {
    throw recipeErrors.unreadable(`cannot read ${path}`, cause);
  }
  const checked = checkRecipe(source);
  if ("recipe" in checked) return checked;
  throw recipeErrors.invalid(`${path}: ${faultText(checked.faults)}`);
}

/** A recipe with the file it was read from. */
export interface RecipeFile {
  readonly loaded: LoadedRecipe;
  readonly path: string;
}

/** A file that holds no recipe that can be used, and why. */
export interface BrokenRecipe {
  readonly path: string;
  readonly error: StationError;
}

export interface RecipeFolder {
  /** By name. */
  readonly files: ReadonlyMap<string, RecipeFile>;
  readonly broken: readonly BrokenRecipe[];
}

/** All that is in a folder. Of two files with one name neither is taken: nobody could tell which of them was meant. */
export async function readRecipeFiles(folder: string): Promise<RecipeFolder> {
  const paths = (await readdir(folder)).filter((file) => /\.ya?ml$/.test(file)).sort();
  const read = await Promise.all(paths.map((file) => readRecipeFile(join(folder, file))));
  const whole = read.filter((one) => "loaded" in one);
  const broken = read.filter((one) => "error" in one);
  const files = new Map<string, RecipeFile>();
  for (const file of whole) {
    const { recipe: name } = file.loaded.recipe;
    const others = whole.filter((one) => one !== file && one.loaded.recipe.recipe === name);
    if (others.length === 0) files.set(name, file);
    else broken.push({ path: file.path, error: twiceError(name, file.path, others) });
  }
  return { files, broken };
}

async function readRecipeFile(path: string): Promise<RecipeFile | BrokenRecipe> {
  try {
    return { loaded: await readRecipe(path), path };
  } catch (error) {
    return { path, error: asStationError(error) };
  }
}

const twiceError = (name: string, path: string, others: readonly RecipeFile[]): StationError =>
  recipeErrors.invalid(`${path}: ${others.map((one) => one.path).join(", ")} has a recipe "${name}" too`);

/** The recipes alone; here a broken one is an error, not a gap. Throws `recipe.unreadable`, `recipe.invalid`. */
export async function readRecipes(folder: string): Promise<ReadonlyMap<string, LoadedRecipe>> {
  const { files, broken } = await readRecipeFiles(folder);
  const [first] = broken;
  if (first !== undefined) throw first.error;
  return new Map([...files].map(([name, { loaded }]) => [name, loaded]));
}
