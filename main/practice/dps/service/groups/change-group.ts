import type { PracticeService } from "../../practice-service.ts";
import { refusals } from "../../server/service-refusal.ts";
import type { StoredGroup } from "../../state/stored-enrollment.ts";
import { checkRemoval, checkWrite } from "../check-precondition.ts";
import { acceptGroup, type GroupInput } from "./accept-group.ts";

/** Creates, or replaces when `ifMatch` fits. */
export function writeGroup(service: PracticeService, input: GroupInput, ifMatch: string | undefined): StoredGroup {
  const existing = service.store.group(input.enrollmentGroupId);
  checkWrite(existing, ifMatch);
  const most = service.limits.settings.enrollmentGroups ?? Number.POSITIVE_INFINITY;
  if (existing === undefined && service.store.groupCount >= most) throw refusals.tooMany("enrollment groups");
  const group = acceptGroup(service, input, existing);
  service.store.putGroup(group);
  return group;
}

export function removeGroup(service: PracticeService, enrollmentGroupId: string, ifMatch: string | undefined): void {
  checkRemoval(service.store.group(enrollmentGroupId), ifMatch);
  service.store.deleteGroup(enrollmentGroupId);
}
