import { DpsError } from "../../dps/dps-error.ts";
import type { EnrollmentGroup } from "../../dps/schema/enrollment-group.ts";
import { enrollmentErrors } from "../enrollment-errors.ts";
import type { ExpectedGroup } from "./compare-group.ts";
import { examineGroup } from "./examine-group.ts";
import type { GroupClient } from "./group-client.ts";

export interface GroupOrder {
  readonly group: EnrollmentGroup;
  /** What the group is examined against when it is there already. */
  readonly expected: ExpectedGroup;
}

/**
 * Creates a group and never overwrites one. One that is there already, from an earlier call perhaps whose answer was lost, is
 * examined: the same is "found", another throws `enrollment.group-changed` or `enrollment.group-disabled`. Else `dps.*`.
 */
export async function createGroup(
  client: GroupClient,
  { group, expected }: GroupOrder,
  signal?: AbortSignal,
): Promise<"created" | "found"> {
  try {
    await client.putEnrollmentGroup(group, { signal });
    return "created";
  } catch (error) {
    if (!(error instanceof DpsError && error.reason === "exists")) throw error;
    const { enrollmentGroupId: id } = group;
    const { found, disabled, differences } = await examineGroup(client, { id, expected }, signal);
    if (!found) throw error;
    if (disabled) throw enrollmentErrors.groupDisabled(`group "${id}" is there, but disabled`, error);
    if (differences.length > 0) {
      throw enrollmentErrors.groupChanged(`group "${id}" is there, but another: ${differences.join("; ")}`, error);
    }
    return "found";
  }
}
