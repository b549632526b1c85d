import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { checkRecipe } from "../../workflow/recipe/parse-recipe.ts";
import { resourceFolder } from "../resource-folder.ts";

export interface SampleRecipe {
  readonly name: string;
  /** Its first comment. */
  readonly about: string;
  readonly source: string;
}

/** Recipes to begin with, as the program brings them, sorted by name. */
export async function sampleRecipes(): Promise<readonly SampleRecipe[]> {
  const folder = resourceFolder("recipes");
  const files = (await readdir(folder)).filter((file) => /\.ya?ml$/.test(file)).sort();
  const sources = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  return sources.flatMap((source) => {
    const checked = checkRecipe(source);
    if (!("recipe" in checked)) return [];
    const { comment, rest } = withoutComment(source);
    return [{ name: checked.recipe.recipe, about: comment, source: rest }];
  });
}

/** What the file says of itself at its top is for whoever looks for a sample, not for the recipe made of it. */
function withoutComment(source: string): { readonly comment: string; readonly rest: string } {
  const [top = ""] = /^(?:#.*\n)+/.exec(source) ?? [];
  const lines = top.split("\n").map((line) => line.replace(/^#\s?/, "").trim());
  return { comment: lines.join(" ").trim(), rest: source.slice(top.length) };
}
