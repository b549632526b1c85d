import { readFile } from "node:fs/promises";
import { checkRecipe } from "../../workflow/recipe/parse-recipe.ts";
import { recipeErrors } from "../../workflow/recipe/recipe-errors.ts";

/** The recipe of a file, or all its faults with their lines. Throws `recipe.unreadable`. */
export async function checkRecipeFile(path: string): Promise<ReturnType<typeof checkRecipe>> {
  try {
    return checkRecipe(await readFile(path, "utf8"));
  } catch (cause) {
    throw recipeErrors.unreadable(`cannot read ${path}`, cause);
  }
}
