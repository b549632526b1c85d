import type { DryRunEvent } from "../../api/contract/index.ts";
import type { Log } from "../../base/log.ts";
import { dryRunRecipe } from "../practice/dry-run-recipe.ts";
import { readRecipe } from "../recipe-shelf.ts";

export interface DryRunFileOrder {
  readonly file: string;
  readonly serialNumber?: string | undefined;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Builds one virtual unit under the recipe of a file; needs no data folder. Throws `recipe.*`, `station.cancelled`. */
export async function* dryRunRecipeFile({ file, ...order }: DryRunFileOrder): AsyncGenerator<DryRunEvent, void> {
  yield* dryRunRecipe({ ...order, loaded: await readRecipe(file) });
}
