import { expectedGroup } from "../steps/check-group.ts";
import { unitErrors } from "../unit-errors.ts";
import type { Check } from "./check.ts";

/** In place of an entry of its own: the group that the unit is on record with would take it. */
export const checkGroupOfUnit: Check = {
  id: "enrollment",
  timeoutMs: 60_000,
  expected: ({ identity }) => `group ${identity.enrollmentGroup ?? "?"} takes the unit`,
  async run({ plant, expected: { identity, recipe }, signal }) {
    const { enrollmentGroup: group, groupService: service } = identity;
    if (group === null || service === null) throw unitErrors.differs("no enrollment group is recorded");
    await plant.checkGroup(service, group, await expectedGroup(plant, recipe.attestation), signal);
    return `enrolled by group ${group} at "${service}"`;
  },
};
