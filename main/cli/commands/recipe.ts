import { checkRecipeFile } from "../../station/operations/check-recipe-file.ts";
import type { Command } from "../command.ts";

export const recipeCommand: Command = {
  words: "recipe check",
  usage: "FILE",
  positionals: 1,
  options: {},
  async run({ positionals: [file = ""], output }) {
    const checked = await checkRecipeFile(file);
    if ("recipe" in checked) {
      output.say(
        { valid: true, recipe: checked.recipe.recipe, hash: checked.hash },
        `${checked.recipe.recipe} is valid (${checked.hash})`,
      );
      return 0;
    }
    for (const { path, line, message } of checked.faults) {
      output.say({ valid: false, path, line, message }, `${file}:${line ?? "?"} ${path} ${message}`);
    }
    return 1;
  },
};
