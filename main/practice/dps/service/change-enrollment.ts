import { etagMatches, type PracticeService } from "../practice-service.ts";
import { refusals } from "../server/service-refusal.ts";
import type { StoredEnrollment } from "../state/stored-enrollment.ts";
import { acceptEnrollment, type EnrollmentInput } from "./accept-enrollment.ts";

/**
 * Creates, or replaces when `ifMatch` fits. Absent with an etag is 404201, absent with `*` creates: both UNCONFIRMED.
 */
export function writeEnrollment(
  service: PracticeService,
  input: EnrollmentInput,
  ifMatch: string | undefined,
): StoredEnrollment {
  const existing = service.store.enrollment(input.registrationId);
  if (existing === undefined && ifMatch !== undefined && ifMatch !== "*") throw refusals.enrollmentNotFound();
  if (existing !== undefined && ifMatch === undefined) throw refusals.enrollmentExists();
  if (existing !== undefined && ifMatch !== undefined && !etagMatches(existing.etag, ifMatch)) {
    throw refusals.etagMismatch();
  }
  const entry = acceptEnrollment(service, input, existing);
  service.store.putEnrollment(entry);
  return entry;
}

export function removeEnrollment(service: PracticeService, registrationId: string, ifMatch: string | undefined): void {
  const existing = service.store.enrollment(registrationId);
  if (existing === undefined) throw refusals.enrollmentNotFound();
  if (ifMatch !== undefined && !etagMatches(existing.etag, ifMatch)) throw refusals.etagMismatch();
  service.store.deleteEnrollment(registrationId);
}
