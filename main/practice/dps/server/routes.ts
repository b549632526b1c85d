import { operationStatus } from "../device/operation-status.ts";
import { register } from "../device/register.ts";
import { registrationStatus } from "../device/registration-status.ts";
import { bulkEnrollments } from "../service/bulk-enrollments.ts";
import { deleteEnrollment } from "../service/delete-enrollment.ts";
import { deleteRegistration } from "../service/delete-registration.ts";
import { getAttestationMechanism } from "../service/get-attestation-mechanism.ts";
import { getEnrollment } from "../service/get-enrollment.ts";
import { getRegistration } from "../service/get-registration.ts";
import { putEnrollment } from "../service/put-enrollment.ts";
import { queryEnrollments } from "../service/query-enrollments.ts";
import { bulkGroups } from "../service/groups/bulk-groups.ts";
import { deleteGroup } from "../service/groups/delete-group.ts";
import { getGroup, getGroupAttestationMechanism } from "../service/groups/get-group.ts";
import { putGroup } from "../service/groups/put-group.ts";
import { queryGroupRegistrations } from "../service/groups/query-group-registrations.ts";
import { queryGroups } from "../service/groups/query-groups.ts";
import type { Route } from "./route.ts";

/** Everything the practice service answers. */
export const routes: readonly Route[] = [
  getEnrollment,
  putEnrollment,
  deleteEnrollment,
  bulkEnrollments,
  queryEnrollments,
  getAttestationMechanism,
  getGroup,
  putGroup,
  deleteGroup,
  bulkGroups,
  queryGroups,
  getGroupAttestationMechanism,
  queryGroupRegistrations,
  getRegistration,
  deleteRegistration,
  register,
  operationStatus,
  registrationStatus,
];
