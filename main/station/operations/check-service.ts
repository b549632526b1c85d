import { systemClock } from "../../base/clock.ts";
import { type CheckResult, runPreflight } from "../../enrollment/preflight/run-preflight.ts";
import type { LoadedRecipe } from "../../workflow/recipe/parse-recipe.ts";
import { readRecipes } from "../recipe-shelf.ts";
import type { Workshop } from "../workshop.ts";

export type { Mender } from "../../enrollment/preflight/preflight-check.ts";
export type { CheckResult };

export interface ServiceCheck {
  readonly service: string;
  /** Whether an entry may be written, read and deleted at the service. */
  readonly canary: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Left out: those of the data folder. */
  readonly recipes?: readonly LoadedRecipe[] | undefined;
}

/** Checks the way to a provisioning service and the station's rights there, step by step. Throws `set-up.*`, `recipe.*`, `station.cancelled`. */
export async function* checkService(
  { services, folder }: Workshop,
  { service: name, canary, signal, recipes: given }: ServiceCheck,
): AsyncGenerator<CheckResult, void> {
  const { url, apiVersion, ca, idScope } = await services.get(name);
  const recipes = given ?? [...(await readRecipes(folder.recipes)).values()];
  const hubs = recipes.flatMap(({ recipe: { enrollment } }) =>
    enrollment.service === name ? (enrollment.iotHubs ?? []) : [],
  );
  const target = { ...(await services.connection(name)), url, apiVersion, ca, idScope };
  yield* runPreflight({ target, recipeHubs: [...new Set(hubs)], canary, clock: systemClock, signal });
}
