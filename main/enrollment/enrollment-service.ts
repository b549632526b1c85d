import type { BulkResult } from "../dps/operations/bulk-individual-enrollments.ts";
import type {
  AttestationMechanism,
  IndividualEnrollment,
  RegistrationState,
} from "../dps/schema/individual-enrollment.ts";

/** What the queue asks of a provisioning service; DpsClient is one. Methods throw `dps.*`. */
export interface EnrollmentService {
  /** Creates; an entry already there is `dps.exists`, never overwritten. */
  putEnrollment(entry: IndividualEnrollment, options: { readonly signal: AbortSignal }): Promise<IndividualEnrollment>;
  /** Creates up to ten; without it entries go one by one. Not atomic: `errors` tells which were not taken. */
  bulkEnrollments?(
    mode: "create",
    entries: readonly IndividualEnrollment[],
    options: { readonly signal: AbortSignal },
  ): Promise<BulkResult>;
  getEnrollment(
    registrationId: string,
    options: { readonly signal: AbortSignal },
  ): Promise<IndividualEnrollment | undefined>;
  /** The only way to see symmetric keys; without it such an entry cannot be compared. */
  getAttestationMechanism?(
    registrationId: string,
    options: { readonly signal: AbortSignal },
  ): Promise<AttestationMechanism | undefined>;
  getRegistrationState(
    registrationId: string,
    options: { readonly signal: AbortSignal },
  ): Promise<RegistrationState | undefined>;
}
