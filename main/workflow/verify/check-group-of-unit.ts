import { expectedGroup } from "../steps/check-group.ts";
import type { Check } from "./check.ts";
import { finding } from "./finding.ts";

/** In place of an entry of its own: the group that the unit is on record with would take it. */
export const checkGroupOfUnit: Check = {
  id: "enrollment",
  timeoutMs: 60_000,
  expected: ({ identity }) => finding("group-takes", identity.enrollmentGroup ?? "?"),
  async run({ plant, expected: { identity, recipe }, signal }) {
    const { enrollmentGroup: group, groupService: service } = identity;
    if (group === null || service === null) return finding("group-unrecorded");
    await plant.checkGroup(service, group, await expectedGroup(plant, recipe), signal);
    return finding("group-took", group, service);
  },
};
