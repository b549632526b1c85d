import type { EnrollmentAct, EnrollmentChange, UnitDetail } from "../../../main/api/contract/index.ts";

/** What was last wanted of the entry by a person, newest first; one that failed does not count. */
function lastAct(changes: readonly Pick<EnrollmentChange, "act" | "state">[]): EnrollmentAct | undefined {
  for (const { act, state } of changes) {
    if (state !== "failed" && (act === "disable" || act === "enable" || act === "delete")) return act;
  }
  return undefined;
}

/** What can be done to the unit's own entry at the service, by its state and what was done before. */
export function actsOf(
  { enrollment }: Pick<UnitDetail, "enrollment">,
  changes: readonly Pick<EnrollmentChange, "act" | "state">[],
): readonly EnrollmentAct[] {
  if (enrollment !== "enrolled") return [];
  switch (lastAct(changes)) {
    case "delete":
      return [];
    case "disable":
      return ["enable", "delete"];
    default:
      return ["disable", "delete"];
  }
}
