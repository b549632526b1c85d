import { type EnrollmentSettings, pickSettings } from "../../enrollment/changes/update-settings.ts";
import { enrollmentErrors } from "../../enrollment/enrollment-errors.ts";
import type { StoredEnrollment } from "../../records/enrollments.ts";
import type { UnitDetail } from "../../records/units.ts";
import { enrollmentEntry } from "../../workflow/recipe/enrollment-entry.ts";
import { attestationKind, isByGroup } from "../../workflow/recipe/recipe-attestation.ts";
import type { LoadedRecipe } from "../../workflow/recipe/parse-recipe.ts";
import { recipeErrors } from "../../workflow/recipe/recipe-errors.ts";
import type { Recipe } from "../../workflow/recipe/recipe-schema.ts";
import { readRecipe } from "../recipe-shelf.ts";
import type { Workshop } from "../workshop.ts";

type Parts = Pick<Workshop, "records">;

/** By a recipe in a file. Throws as `settingsOf`. */
export async function settingsByRecipe(parts: Parts, registrationId: string, recipeFile: string) {
  const { recipe } = await readRecipe(recipeFile);
  return settingsOf(recipe, await enrolledUnit(parts, registrationId));
}

/** By the recipe that the unit's lot has, as the station has it now. Throws `recipe.unknown`, and as `settingsOf`. */
export async function settingsByLot(
  parts: Parts,
  registrationId: string,
  recipes: ReadonlyMap<string, LoadedRecipe>,
): Promise<EnrollmentSettings> {
  const found = await enrolledUnit(parts, registrationId);
  const name = (await parts.records.lots.get(found.unit.lot))?.recipe ?? "";
  const loaded = recipes.get(name);
  if (loaded === undefined) throw recipeErrors.unknown(`no recipe "${name}"`);
  return settingsOf(loaded.recipe, found);
}

interface EnrolledUnit {
  readonly enrolled: StoredEnrollment;
  readonly unit: UnitDetail;
}

async function enrolledUnit({ records }: Parts, registrationId: string): Promise<EnrolledUnit> {
  const enrolled = await records.enrollments.get(registrationId);
  const unit = enrolled && (await records.units.detail(enrolled.unit));
  if (enrolled !== undefined && unit !== undefined) return { enrolled, unit };
  throw enrollmentErrors.unknownEntry(`no enrollment of "${registrationId}" is recorded`);
}

/**
 * The enrollment settings a unit would get by a recipe, its templates filled. Throws `recipe.*`, `enrollment.unknown-entry`, and
 * `enrollment.not-possible` for a recipe of other units.
 */
function settingsOf(recipe: Recipe, { enrolled, unit }: EnrolledUnit): EnrollmentSettings {
  const { service } = recipe.enrollment;
  const { model } = recipe.product;
  if (isByGroup(recipe.attestation)) throw refused(`enrolls by a group, the unit has an entry of its own`);
  if (attestationKind(recipe) !== unit.attestation) throw refused(`is for ${attestationKind(recipe)}`);
  if (model !== unit.model) throw refused(`is for model "${model}", the unit is a "${unit.model}"`);
  if (service !== enrolled.service) throw refused(`enrolls at "${service}", the unit is at "${enrolled.service}"`);
  const names = { registrationId: enrolled.registrationId, deviceId: unit.deviceId ?? enrolled.registrationId };
  const values = { serialNumber: unit.serialNumber, model, lot: unit.lot };
  return pickSettings(enrollmentEntry(recipe, names, { type: "none" }, values));
}

const refused = (why: string) => enrollmentErrors.notPossible(`update: the recipe ${why}`);
