import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type LoadedRecipe, parseRecipe } from "../workflow/recipe/parse-recipe.ts";
import { recipeErrors } from "../workflow/recipe/recipe-errors.ts";

/** Reads one recipe file. Throws `recipe.unreadable` or `recipe.invalid`. */
export async function readRecipe(path: string): Promise<LoadedRecipe> {
  let source: string;
  try {
    source = await readFile(path, "utf8");
  } catch (cause) {
    throw recipeErrors.unreadable(`cannot read ${path}`, cause);
  }
  return parseRecipe(source);
}

/** All recipes of a folder by name; a broken one is an error, not a gap. */
export async function readRecipes(folder: string): Promise<ReadonlyMap<string, LoadedRecipe>> {
  const files = (await readdir(folder)).filter((file) => /\.ya?ml$/.test(file)).sort();
  const recipes = await Promise.all(files.map((file) => readRecipe(join(folder, file))));
  return new Map(recipes.map((loaded) => [loaded.recipe.recipe, loaded]));
}
