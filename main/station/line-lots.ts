import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { LotDesk } from "../api/desk.ts";
import type { Records } from "../records/records.ts";
import { type LoadedRecipe, parseRecipe } from "../workflow/recipe/parse-recipe.ts";
import { recipeErrors } from "../workflow/recipe/recipe-errors.ts";
import { slotErrors } from "../workflow/slots/slot-errors.ts";
import type { SlotWork } from "../workflow/slots/slot.ts";
import { isFileMissing } from "./is-file-missing.ts";
import { writeFileAtomically } from "./write-file-atomically.ts";

const lineSchema = z.object({ lot: z.string() });

export interface LineLotsOptions {
  readonly records: Records;
  readonly recipes: ReadonlyMap<string, LoadedRecipe>;
  /** Remembers the lot over a restart. */
  readonly file: string;
  readonly isRunning: () => boolean;
}

/** The lots of a line and the one it builds now; a lot keeps the recipe it was opened with. */
export class LineLots implements LotDesk {
  readonly #options: LineLotsOptions;
  #work: SlotWork | undefined;

  constructor(options: LineLotsOptions) {
    this.#options = options;
  }

  get recipes(): ReadonlyMap<string, LoadedRecipe> {
    return this.#options.recipes;
  }

  get work(): SlotWork | undefined {
    return this.#work;
  }

  current(): string | undefined {
    return this.#work?.lot;
  }

  /** Takes up the lot the line built before the restart, if it is still there. */
  async restore(): Promise<void> {
    const lot = await readLot(this.#options.file);
    if (lot !== undefined && (await this.#options.records.lots.get(lot)) !== undefined) await this.#take(lot);
  }

  async open(lot: string, recipe: string, quantity: number | null): Promise<void> {
    const loaded = this.#options.recipes.get(recipe);
    if (loaded === undefined) throw recipeErrors.unknown(`no recipe "${recipe}"`);
    await openLot(this.#options.records, lot, loaded, quantity);
  }

  async use(lot: string): Promise<void> {
    if (this.#options.isRunning()) throw slotErrors.busy("a unit is running under the present lot");
    await this.#take(lot);
    await writeFileAtomically(this.#options.file, JSON.stringify({ lot }));
  }

  async #take(lot: string): Promise<void> {
    const found = await this.#options.records.lots.get(lot);
    if (found === undefined) throw slotErrors.noLot(`no lot "${lot}"`);
    // JSON is YAML: the text kept with the lot is read by the same parser as the file was.
    this.#work = { lot, recipe: parseRecipe(found.recipeText) };
  }
}

/** Opens a lot under a recipe; the same again is no error. */
export async function openLot(
  records: Records,
  lot: string,
  loaded: LoadedRecipe,
  quantity: number | null,
): Promise<void> {
  await records.lots.open({
    lot,
    recipe: loaded.recipe.recipe,
    recipeHash: loaded.hash,
    recipeText: loaded.text,
    model: loaded.recipe.product.model,
    attestation: loaded.recipe.attestation.type,
    quantity,
  });
}

async function readLot(file: string): Promise<string | undefined> {
  try {
    return lineSchema.safeParse(JSON.parse(await readFile(file, "utf8"))).data?.lot;
  } catch (error) {
    if (isFileMissing(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
