import { baseErrors } from "../../base/errors/base-errors.ts";
import type { ExpectedGroup } from "../../enrollment/groups/compare-group.ts";
import { isByGroup } from "../recipe/recipe-attestation.ts";
import type { Recipe } from "../recipe/recipe-schema.ts";
import type { Plant, Step } from "./step.ts";

/** Before a unit is built for a group: the group is there, enabled, and will take what this line makes. Asked once a shift. */
export const checkGroup: Step = {
  id: "check-group",
  timeoutMs: 60_000,
  async run({ order, plant, signal }) {
    const { recipe } = order.recipe;
    const { attestation, enrollment } = recipe;
    if (!isByGroup(attestation)) throw baseErrors.defect("check-group belongs to recipes of a group");
    await plant.checkGroup(enrollment.service, attestation.group, await expectedGroup(plant, recipe), signal);
    return { measurements: { group: attestation.group, service: enrollment.service } };
  },
};

/** What devices of this recipe will prove themselves with, and the hubs it names. Throws `recipe.no-authority`. */
export async function expectedGroup(
  plant: Plant,
  { attestation, enrollment: { iotHubs: hubs } }: Pick<Recipe, "attestation" | "enrollment">,
): Promise<ExpectedGroup> {
  if (attestation.type === "symmetric-key-group") {
    return { type: "symmetric-key", masterKey: await plant.symmetricKeys.groupKey(attestation.masterKeySecret), hubs };
  }
  if (attestation.type !== "x509-group") throw baseErrors.defect("check-group belongs to recipes of a group");
  const { chain } = await plant.authority(attestation.certificate.authority);
  return { type: "x509", issuerCertificates: chain, hubs };
}
