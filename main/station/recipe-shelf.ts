import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
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

/** All recipes of a folder by name, with their files; a broken one is an error, not a gap, and so are two of one name. */
export async function readRecipeFiles(folder: string): Promise<ReadonlyMap<string, RecipeFile>> {
  const files = (await readdir(folder)).filter((file) => /\.ya?ml$/.test(file)).sort();
  const recipes = await Promise.all(files.map((file) => readRecipe(join(folder, file))));
  const byName = new Map<string, RecipeFile>();
  for (const [index, loaded] of recipes.entries()) {
    const name = loaded.recipe.recipe;
    const file = files[index] ?? "";
    if (byName.has(name)) throw recipeErrors.invalid(`${file}: another file has a recipe "${name}" too`);
    byName.set(name, { loaded, path: join(folder, file) });
  }
  return byName;
}

/** The same, without their files. */
export async function readRecipes(folder: string): Promise<ReadonlyMap<string, LoadedRecipe>> {
  return new Map([...(await readRecipeFiles(folder))].map(([name, { loaded }]) => [name, loaded]));
}
