import type { DryRunEvent, RecipeCheck, RecipeField, ShelvedRecipe } from "../../api/contract/index.ts";
import type { RecipeDesk } from "../../api/desk.ts";
import type { LotSummary } from "../../records/lots.ts";
import { checkRecipe, parseRecipe } from "../../workflow/recipe/parse-recipe.ts";
import { recipeErrors } from "../../workflow/recipe/recipe-errors.ts";
import { recipeFields } from "../../workflow/recipe/recipe-fields.ts";
import { dryRunRecipe } from "../practice/dry-run-recipe.ts";
import type { Workshop } from "../workshop.ts";
import { sampleRecipes } from "./sample-recipes.ts";
import type { RecipeShelf, ShelvedFile } from "./shelf.ts";

/** The recipes as the process engineer sets them up. */
export function recipeDesk(workshop: Workshop, shelf: RecipeShelf): RecipeDesk {
  const { audit } = workshop.records;
  let trying = false;
  async function* dryRun(source: string, serialNumber: string | undefined, signal: AbortSignal) {
    const loaded = parseRecipe(source);
    if (trying) throw recipeErrors.dryRunBusy("another dry run is going on");
    trying = true;
    try {
      for await (const event of dryRunRecipe({ loaded, serialNumber, log: workshop.log, signal })) {
        if (event.type === "result") await keepOutcome(event, loaded.recipe.recipe);
        yield event;
      }
    } finally {
      trying = false;
    }
  }
  const keepOutcome = async ({ outcome, code, hash }: DryRunResult, name: string): Promise<void> => {
    if (outcome === "pass") await shelf.keepPassed(hash);
    await audit.append({ act: "recipe-tried", subject: name, facts: { recipe: hash, outcome, code: code ?? "" } });
  };
  return {
    list: () => shelved(workshop, shelf),
    fields: () => suggesting(workshop),
    samples: sampleRecipes,
    read: (name) => shelf.read(name),
    check: (source) => check(shelf, source),
    dryRun,
    save: async (source, replaces) => {
      const { opened, before, after } = await shelf.save(source, replaces);
      await audit.append({ act: "recipe-saved", subject: opened.name, facts: { before: before ?? "", after } });
      return opened;
    },
    remove: async (name) => {
      const open = (await openLots(workshop)).filter(({ recipe }) => recipe === name);
      if (open.length > 0) throw recipeErrors.inUse(`open lots: ${open.map(({ lot }) => lot).join(", ")}`);
      const before = await shelf.remove(name);
      await audit.append({ act: "recipe-removed", subject: name, facts: { before } });
    },
  };
}

type DryRunResult = Extract<DryRunEvent, { readonly type: "result" }>;

function check(shelf: RecipeShelf, source: string): RecipeCheck {
  const checked = checkRecipe(source);
  if (!("recipe" in checked)) return { recipe: null, faults: [...checked.faults] };
  return {
    recipe: { name: checked.recipe.recipe, hash: checked.hash, trial: shelf.trialOf(checked) },
    faults: [],
  };
}

const openLots = async ({ records }: Workshop): Promise<readonly LotSummary[]> =>
  (await records.lots.summaries()).filter(({ state }) => state === "open");

async function shelved(workshop: Workshop, shelf: RecipeShelf): Promise<readonly ShelvedRecipe[]> {
  const open = await openLots(workshop);
  const rows = await Promise.all(shelf.files().map((file) => row(shelf, file, open)));
  return rows.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function row(shelf: RecipeShelf, file: ShelvedFile, open: readonly LotSummary[]): Promise<ShelvedRecipe> {
  const { recipe, hash } = file.loaded;
  return {
    name: recipe.recipe,
    model: recipe.product.model,
    attestation: recipe.attestation.type,
    driver: recipe.link.driver,
    hash,
    builtIn: file.builtIn,
    openLots: open
      .filter((lot) => lot.recipe === recipe.recipe)
      .map(({ lot, recipeHash }) => ({ lot, current: recipeHash === hash })),
    changedAt: (await shelf.changedAt(file)).toISOString(),
    trial: shelf.trialOf(file.loaded),
    locked: shelf.isLocked(file.loaded),
  };
}

/** The schema's members, with the names that the station knows for some. */
async function suggesting({ services, authorities }: Workshop): Promise<readonly RecipeField[]> {
  const known: Readonly<Record<string, readonly string[]>> = {
    "enrollment.service": await services.names(),
    "attestation.certificate.authority": (await authorities.list()).map(({ name }) => name),
  };
  return recipeFields().map(({ choices, when, ...field }) => ({
    ...field,
    choices: [...choices],
    suggestions: [...(known[field.path] ?? [])],
    when: when.map((all) => all.map(({ path, values }) => ({ path, values: [...values] }))),
  }));
}
