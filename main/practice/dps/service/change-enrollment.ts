import type { PracticeService } from "../practice-service.ts";
import { refusals } from "../server/service-refusal.ts";
import type { StoredEnrollment } from "../state/stored-enrollment.ts";
import { acceptEnrollment, type EnrollmentInput } from "./accept-enrollment.ts";
import { checkRemoval, checkWrite } from "./check-precondition.ts";

/** Creates, or replaces when `ifMatch` fits. */
export function writeEnrollment(
  service: PracticeService,
  input: EnrollmentInput,
  ifMatch: string | undefined,
): StoredEnrollment {
  const existing = service.store.enrollment(input.registrationId);
  checkWrite(existing, ifMatch);
  const most = service.limits.settings.enrollments ?? Number.POSITIVE_INFINITY;
  if (existing === undefined && service.store.enrollmentCount >= most) throw refusals.tooMany("enrollments");
  const entry = acceptEnrollment(service, input, existing);
  service.store.putEnrollment(entry);
  return entry;
}

export function removeEnrollment(service: PracticeService, registrationId: string, ifMatch: string | undefined): void {
  checkRemoval(service.store.enrollment(registrationId), ifMatch);
  service.store.deleteEnrollment(registrationId);
}
