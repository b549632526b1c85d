import { fillTemplate, type TemplateValues } from "./fill-template.ts";
import { isCertified } from "./recipe-attestation.ts";
import { recipeErrors } from "./recipe-errors.ts";
import type { Recipe } from "./recipe-schema.ts";

export interface IdentityNames {
  readonly registrationId: string;
  readonly deviceId: string;
}

// The conservative rule of dps.md §4.1: letters, digits and - . _ : inside, neither first nor last.
const registrationIdPattern = /^[A-Za-z0-9](?:[A-Za-z0-9._:-]{0,126}[A-Za-z0-9])?$/;
const deviceIdPattern = /^[A-Za-z0-9\-.+%_#*?!(),=@$']{1,128}$/;
const maximumCommonName = 64;

/**
 * Registration id and device id of a unit under a recipe. The registration id is lower case: the service compares without
 * case, so two spellings must never look like two devices. Only where the device's key is derived from the id its case is kept:
 * there it counts (dps.md §3.2). Throws `recipe.registration-id`.
 */
export function nameIdentity(recipe: Recipe, values: TemplateValues): IdentityNames {
  const filled = fillTemplate(recipe.registrationId, values);
  const registrationId = recipe.attestation.type === "symmetric-key-group" ? filled : filled.toLowerCase();
  if (!registrationIdPattern.test(registrationId))
    throw recipeErrors.registrationId(`"${registrationId}" is not a registration id`);
  if (isCertified(recipe.attestation) && registrationId.length > maximumCommonName) {
    throw recipeErrors.registrationId(`"${registrationId}" is longer than the 64 characters of a common name`);
  }
  const deviceId = fillTemplate(recipe.enrollment.deviceId, { ...values, registrationId });
  if (!deviceIdPattern.test(deviceId)) throw recipeErrors.registrationId(`"${deviceId}" is not a device id`);
  return { registrationId, deviceId };
}
