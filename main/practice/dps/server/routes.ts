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
import type { Route } from "./route.ts";

/** Everything the practice service answers. Enrollment groups are not there yet. */
export const routes: readonly Route[] = [
  getEnrollment,
  putEnrollment,
  deleteEnrollment,
  bulkEnrollments,
  queryEnrollments,
  getAttestationMechanism,
  getRegistration,
  deleteRegistration,
  register,
  operationStatus,
  registrationStatus,
];
