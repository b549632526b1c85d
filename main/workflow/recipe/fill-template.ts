import { recipeErrors } from "./recipe-errors.ts";

export type TemplateValues = Readonly<
  Partial<Record<"ek" | "serialNumber" | "model" | "lot" | "registrationId", string>>
>;

/** Replaces `{name}`; a placeholder without a value throws `recipe.registration-id`. */
export function fillTemplate(template: string, values: TemplateValues): string {
  const known = new Map(Object.entries(values));
  return template.replaceAll(/\{([^{}]*)\}/g, (_whole, name: string) => {
    const value = known.get(name);
    if (value === undefined) throw recipeErrors.registrationId(`{${name}} in "${template}" has no value here`);
    return value;
  });
}
