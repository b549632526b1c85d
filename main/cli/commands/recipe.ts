import type { DryRunEvent } from "../../api/contract/index.ts";
import { checkRecipeFile } from "../../station/operations/check-recipe-file.ts";
import { dryRunRecipeFile } from "../../station/operations/dry-run-recipe-file.ts";
import type { Command } from "../command.ts";
import type { Output } from "../output.ts";

const check: Command = {
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

const dryRun: Command = {
  words: "recipe dry-run",
  usage: "FILE [--serial SN]",
  positionals: 1,
  options: { serial: { type: "string" } },
  async run({ positionals: [file = ""], text, output, log, signal }) {
    let passed = false;
    for await (const event of dryRunRecipeFile({ file, serialNumber: text("serial"), log, signal })) {
      sayEvent(event, output);
      passed = event.type === "result" && event.outcome === "pass";
    }
    return passed ? 0 : 1;
  },
};

function sayEvent(event: DryRunEvent, output: Output): void {
  if (event.type === "started") return output.say(event, `practice unit ${event.serialNumber}`);
  if (event.type === "step") {
    if (event.outcome === "running") return output.event(event);
    return output.say(event, `${event.outcome}  ${event.id}${event.code === null ? "" : `  ${event.code}`}`);
  }
  const { outcome, registrationId, deviceId, code, detail } = event;
  const found =
    outcome === "pass" ? `as ${registrationId ?? ""}, device ${deviceId ?? ""}` : `${code ?? ""} ${detail ?? ""}`;
  output.say(event, `${outcome.toUpperCase()} ${found.trim()}`);
}

export const recipeCommands: readonly Command[] = [check, dryRun];
