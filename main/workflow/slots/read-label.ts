import type { LoadedRecipe } from "../recipe/parse-recipe.ts";
import { slotErrors } from "./slot-errors.ts";

/** What is known about codes beside the slots. */
export interface KnownCodes {
  /** What the line builds now. */
  readonly recipe: LoadedRecipe | undefined;
  readonly recipes: Iterable<LoadedRecipe>;
  isLot(name: string): Promise<boolean>;
  /** The model of the unit of that serial number, if there is one in the records. */
  modelOf(serialNumber: string): Promise<string | undefined>;
}

/**
 * Which of the texts a label may mean is the serial number of a unit of what is built now. Throws `slot.other-product`, `slot.lot-code`,
 * `slot.unknown-code`: why it is none.
 */
export async function readLabel(texts: readonly string[], known: KnownCodes): Promise<string> {
  for (const text of texts) if (await known.isLot(text)) throw slotErrors.lotCode(`"${text}" is a lot`);
  const { recipe } = known;
  for (const text of texts) {
    const model = await known.modelOf(text);
    if (model !== undefined && recipe !== undefined && model !== recipe.recipe.product.model)
      throw slotErrors.otherProduct(`"${text}" is a ${model}, the lot builds ${recipe.recipe.product.model}`);
  }
  if (recipe === undefined) return texts[0] ?? "";
  const fitting = texts.find((text) => fits(text, recipe));
  if (fitting !== undefined) return fitting;
  for (const other of known.recipes) {
    const text = texts.find((one) => fits(one, other));
    if (text !== undefined && isOfAnother(other, recipe))
      throw slotErrors.otherProduct(
        `"${text}" is one of ${other.recipe.product.model}'s, not ${recipe.recipe.product.model}'s`,
      );
  }
  throw slotErrors.unknownCode(`"${texts[0] ?? ""}" does not match ${recipe.recipe.product.serialNumber}`);
}

/** A pattern that takes nearly everything says nothing of whose the code is. */
const isOfAnother = (other: LoadedRecipe, mine: LoadedRecipe): boolean =>
  other.recipe.product.model !== mine.recipe.product.model && !["0", "a-1.b_2"].every((text) => fits(text, other));

const fits = (text: string, { recipe }: LoadedRecipe): boolean =>
  new RegExp(`^(?:${recipe.product.serialNumber})$`, "u").test(text);
