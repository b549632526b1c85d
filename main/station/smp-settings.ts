import type { SessionOptions } from "../device/open-session.ts";
import { attestationKind } from "../workflow/recipe/recipe-attestation.ts";
import type { Recipe } from "../workflow/recipe/recipe-schema.ts";

export type SmpRecipe = Pick<Recipe, "attestation" | "smp" | "registration">;

/** What the smp driver is told of a recipe. */
export function smpSettings(recipe: SmpRecipe): Pick<SessionOptions, "framing" | "stock"> {
  const { identity, framing } = recipe.smp ?? {};
  const { endpoint, idScope, write } = recipe.registration;
  if (identity === undefined) return { framing };
  const registrationDefaults = { endpoint, idScope, attestation: attestationKind(recipe) };
  return { framing, stock: { ...identity, registration: write, registrationDefaults } };
}
