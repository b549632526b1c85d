import { type EnrollmentSettings, pickSettings } from "../../enrollment/changes/update-settings.ts";
import { enrollmentErrors } from "../../enrollment/enrollment-errors.ts";
import { enrollmentEntry } from "../../workflow/recipe/enrollment-entry.ts";
import { attestationKind, isByGroup } from "../../workflow/recipe/recipe-attestation.ts";
import { readRecipe } from "../recipe-shelf.ts";
import type { Workshop } from "../workshop.ts";

/**
 * The enrollment settings a unit would get by a recipe, its templates filled. Throws `recipe.*`, `enrollment.unknown-entry`, and
 * `enrollment.not-possible` for a recipe of other units.
 */
export async function settingsByRecipe(
  { records }: Pick<Workshop, "records">,
  registrationId: string,
  recipeFile: string,
): Promise<EnrollmentSettings> {
  const { recipe } = await readRecipe(recipeFile);
  const enrolled = await records.enrollments.get(registrationId);
  const unit = enrolled && (await records.units.detail(enrolled.unit));
  if (enrolled === undefined || unit === undefined) {
    throw enrollmentErrors.unknownEntry(`no enrollment of "${registrationId}" is recorded`);
  }
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
