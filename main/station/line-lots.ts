import { readFile } from "node:fs/promises";
import { z } from "zod";
import { lotNameSchema } from "../api/contract/index.ts";
import type { LotDesk } from "../api/desk.ts";
import { Mutex } from "../base/async/mutex.ts";
import { isStationError } from "../base/errors/station-error.ts";
import type { Log } from "../base/log.ts";
import type { DueSample, SamplePlan } from "../records/close-lot.ts";
import { recordsErrors } from "../records/records-errors.ts";
import type { Records } from "../records/records.ts";
import { type LoadedRecipe, parseRecipe } from "../workflow/recipe/parse-recipe.ts";
import { recipeErrors } from "../workflow/recipe/recipe-errors.ts";
import { slotErrors } from "../workflow/slots/slot-errors.ts";
import type { SlotWork } from "../workflow/slots/slot.ts";
import { isFileMissing } from "./is-file-missing.ts";
import { setUpErrors } from "./station-errors.ts";
import { writeFileAtomically } from "./write-file-atomically.ts";

const lineSchema = z.object({ lot: z.string() });

export interface LineLotsOptions {
  readonly records: Records;
  readonly recipes: ReadonlyMap<string, LoadedRecipe>;
  /** Remembers the lot over a restart. */
  readonly file: string;
  readonly log: Log;
  readonly isRunning: () => boolean;
  /** Throws where no lot may be opened under it. */
  readonly refuseRecipe?: (recipe: LoadedRecipe) => void;
  /** Awaited before anybody is told of the new lot. */
  readonly onTaken: (lot: string) => Promise<void>;
}

/** The lots of a line and the one it builds now; a lot keeps the recipe it was opened with. */
export class LineLots implements LotDesk {
  readonly #options: LineLotsOptions;
  readonly #oneAtATime = new Mutex();
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

  recipe(): LoadedRecipe | undefined {
    return this.#work?.recipe;
  }

  /** Takes up the lot the line built before the restart, if it is still there and can be built. */
  async restore(): Promise<void> {
    const lot = await readLot(this.#options.file);
    if (lot === undefined || (await this.#options.records.lots.get(lot)) === undefined) return;
    try {
      this.#work = await this.#find(lot);
      await this.#options.onTaken(lot);
    } catch (error) {
      // Closed meanwhile, or opened by a version whose recipes are read otherwise: a person has to choose.
      if (!isStationError(error)) throw error;
      this.#options.log.warn({ error, lot }, "the line's last lot cannot be taken up again");
    }
  }

  async open(lot: string, recipe: string, quantity: number | null): Promise<void> {
    const loaded = this.#options.recipes.get(recipe);
    if (loaded === undefined) throw recipeErrors.unknown(`no recipe "${recipe}"`);
    this.#options.refuseRecipe?.(loaded);
    await openLot(this.#options.records, lot, loaded, quantity);
  }

  use(lot: string): Promise<void> {
    return this.#oneAtATime.run(async () => {
      const work = await this.#find(lot);
      // Looked at and taken in one turn: no unit can begin in between.
      if (this.#options.isRunning()) throw slotErrors.busy("a unit is running under the present lot");
      const before = this.#work;
      this.#work = work;
      await writeFileAtomically(this.#options.file, JSON.stringify({ lot })).catch((error: unknown) => {
        this.#work = before;
        throw error;
      });
      await this.#options.onTaken(lot);
    });
  }

  close(lot: string): Promise<void> {
    return this.#oneAtATime.run(async () => {
      if (this.#work?.lot === lot && this.#options.isRunning())
        throw slotErrors.busy(`a unit of lot ${lot} is running`);
      await closeLot(this.#options.records, lot);
    });
  }

  samplesDue(lot: string): Promise<readonly DueSample[]> {
    return samplesDue(this.#options.records, lot);
  }

  async #find(lot: string): Promise<SlotWork> {
    const found = await this.#options.records.lots.get(lot);
    if (found === undefined) throw slotErrors.noLot(`no lot "${lot}"`);
    if (found.state === "closed") throw recordsErrors.lotClosed(`lot ${lot} is closed`);
    // JSON is YAML: the text kept with the lot is read by the same parser as the file was.
    return { lot, recipe: parseRecipe(found.recipeText) };
  }
}

/** Opens a lot under a recipe; the same again is no error. Throws `set-up.usage` for what is no name. */
export async function openLot(
  records: Records,
  lot: string,
  loaded: LoadedRecipe,
  quantity: number | null,
): Promise<void> {
  if (!lotNameSchema.safeParse(lot).success)
    throw setUpErrors.usage(`"${lot}" is no lot name: 1 to 64 letters, digits and . _ -`);
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

/** Closes a lot for good, if its recipe's samples are verified. Throws `records.not-found`, `lot.open-quarantine`, `lot.samples-due`. */
export async function closeLot(records: Records, lot: string): Promise<void> {
  await records.lots.close(lot, await samplePlan(records, lot));
}

/** Units that have to be verified before the lot is closed, the first 100. */
export async function samplesDue(records: Records, lot: string): Promise<readonly DueSample[]> {
  return records.lots.samplesDue(lot, await samplePlan(records, lot));
}

async function samplePlan(records: Records, lot: string): Promise<SamplePlan> {
  const found = await records.lots.get(lot);
  return found === undefined ? {} : (parseRecipe(found.recipeText).recipe.verify?.sample ?? {});
}

async function readLot(file: string): Promise<string | undefined> {
  try {
    return lineSchema.safeParse(JSON.parse(await readFile(file, "utf8"))).data?.lot;
  } catch (error) {
    if (isFileMissing(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
