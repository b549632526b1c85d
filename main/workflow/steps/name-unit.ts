import { type IdentityNames, nameIdentity } from "../recipe/name-identity.ts";
import { need, type StepContext } from "./step.ts";

/** The unit's names: what a person named it, else what the recipe says. `ek`: the default id of its endorsement key. */
export function nameUnit({ order, findings }: StepContext, ek?: string): IdentityNames {
  const { recipe } = order.recipe;
  const { model } = recipe.product;
  const values = { serialNumber: need(findings, "serialNumber"), model, lot: order.lot };
  return nameIdentity(recipe, ek === undefined ? values : { ...values, ek }, findings.assignedNames);
}
