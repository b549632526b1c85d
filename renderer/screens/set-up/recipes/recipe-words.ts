import type {
  RecipeCheck,
  RecipeFaultView,
  RecipeField,
  RecipeTrial,
  ShelvedRecipe,
} from "../../../../main/api/contract/index.ts";
import { formatDay } from "../../../locales/format.ts";
import { type RemarkWords, sayRemark } from "../../../locales/say-remark.ts";
import { sentenceOf } from "../../../locales/sentence-of.ts";
import { engineer, texts } from "../../../locales/texts.ts";
import type { ShapeName } from "../../../ui/state-shape.tsx";

/** A member with its title and help in the reader's language; `language`: of them, where they are still the schema's own. */
export interface SpokenField {
  readonly field: RecipeField;
  readonly language: "en" | undefined;
}

export function spokenField(field: RecipeField): SpokenField {
  const words = engineer.recipeFields[field.path];
  return words === undefined ? { field, language: "en" } : { field: { ...field, ...words }, language: undefined };
}

/** With their messages in the reader's language. */
export const spokenFaults = (faults: readonly RecipeFaultView[], words: RemarkWords): readonly RecipeFaultView[] =>
  faults.map((fault) => ({ ...fault, message: sayRemark(words, fault.said) ?? fault.message }));

interface Mark {
  readonly shape: ShapeName;
  readonly word: string;
  /** What to do about it. */
  readonly next: string | null;
}

/** How sure one is of a recipe. */
export function trialMark({ state, at, code }: RecipeTrial): Mark {
  const words = texts.recipes;
  switch (state) {
    case "passed":
      return {
        shape: "pass",
        word: at === null ? words.passed : words.passedAt(formatDay(Date.parse(at))),
        next: null,
      };
    case "not-tried":
      return { shape: "attention", word: words.notTried, next: null };
    case "impossible":
      return { shape: "off", word: words.impossible, next: code === null ? null : sentenceOf({ code, sentence: "" }) };
  }
}

/** Whether the draft may be saved. */
export function checkMark(check: RecipeCheck | null): Mark {
  const words = texts.recipes;
  if (check === null) return { shape: "running", word: words.checking, next: null };
  if (check.recipe !== null) return { shape: "pass", word: words.valid, next: null };
  return { shape: "fail", word: words.invalid(check.faults.length), next: null };
}

/** Which open lots are under this version and which under one before. */
export function usedBy({ openLots }: Pick<ShelvedRecipe, "openLots">): readonly string[] {
  const words = texts.recipes;
  const names = (current: boolean): string =>
    openLots.flatMap((lot) => (lot.current === current ? [lot.lot] : [])).join(", ");
  if (openLots.length === 0) return [words.notUsed];
  return [
    ...(names(true) === "" ? [] : [words.usedBy(names(true))]),
    ...(names(false) === "" ? [] : [words.usedOld(names(false))]),
  ];
}
