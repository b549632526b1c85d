import type { AssignedNames } from "../../records/assigned-names.ts";
import { fillTemplate, type TemplateValues } from "./fill-template.ts";
import { isCertified } from "./recipe-attestation.ts";
import { recipeErrors } from "./recipe-errors.ts";
import type { Recipe } from "./recipe-schema.ts";

export interface IdentityNames {
  readonly registrationId: string;
  readonly deviceId: string;
}

// The stricter of the rules the service publishes: letters, digits and - . _ : inside, neither first nor last.
const registrationIdPattern = /^[A-Za-z0-9](?:[A-Za-z0-9._:-]{0,126}[A-Za-z0-9])?$/;
const deviceIdPattern = /^[A-Za-z0-9\-.+%_#*?!(),=@$']{1,128}$/;
const maximumCommonName = 64;

/** Why a text cannot be a registration id, or the common name of its certificate; `undefined` when it can. */
export function registrationIdFault(text: string, isCertified: boolean): string | undefined {
  if (!registrationIdPattern.test(text)) return `"${text.slice(0, 200)}" is not a registration id`;
  if (!isCertified || text.length <= maximumCommonName) return undefined;
  return `"${text}" is longer than the ${maximumCommonName} characters of a common name`;
}

export const isDeviceId = (text: string): boolean => deviceIdPattern.test(text);

/**
 * Registration id and device id of a unit under a recipe. The registration id is lower case: the service compares without
 * case, so two spellings must never look like two devices. Only where the device's key is derived from the id its case is kept:
 * there it counts. What a person named the unit goes before the recipe. Throws `recipe.registration-id`.
 */
export function nameIdentity(recipe: Recipe, values: TemplateValues, assigned?: AssignedNames): IdentityNames {
  const filled = assigned?.registrationId ?? fillTemplate(recipe.registrationId, values);
  const registrationId = recipe.attestation.type === "symmetric-key-group" ? filled : filled.toLowerCase();
  const fault = registrationIdFault(registrationId, isCertified(recipe.attestation));
  if (fault !== undefined) throw recipeErrors.registrationId(fault);
  const deviceId = assigned?.deviceId ?? fillTemplate(recipe.enrollment.deviceId, { ...values, registrationId });
  if (!isDeviceId(deviceId)) throw recipeErrors.registrationId(`"${deviceId}" is not a device id`);
  return { registrationId, deviceId };
}
