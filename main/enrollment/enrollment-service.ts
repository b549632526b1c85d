import type { BulkResult } from "../dps/operations/bulk-individual-enrollments.ts";
import type {
  AttestationMechanism,
  IndividualEnrollment,
  RegistrationState,
} from "../dps/schema/individual-enrollment.ts";

interface CallOptions {
  readonly signal: AbortSignal;
}

/** What the queue asks of a provisioning service; DpsClient is one. Methods throw `dps.*`. */
export interface EnrollmentService {
  /** Creates; an entry already there is `dps.exists`, never overwritten. */
  putEnrollment(entry: IndividualEnrollment, options: CallOptions): Promise<IndividualEnrollment>;
  /** Creates up to ten; without it entries go one by one. Not atomic: `errors` tells which were not taken. */
  bulkEnrollments?(mode: "create", entries: readonly IndividualEnrollment[], options: CallOptions): Promise<BulkResult>;
  getEnrollment(registrationId: string, options: CallOptions): Promise<IndividualEnrollment | undefined>;
  /** The only way to see symmetric keys; without it such an entry cannot be compared. */
  getAttestationMechanism?(registrationId: string, options: CallOptions): Promise<AttestationMechanism | undefined>;
  getRegistrationState(registrationId: string, options: CallOptions): Promise<RegistrationState | undefined>;
}

/** What changes of entries ask besides; DpsClient is one. */
export interface ChangeableService extends EnrollmentService {
  /** With `ifMatch` replaces the entry of that etag whole, else `dps.etag`. */
  putEnrollment(
    entry: IndividualEnrollment,
    options: CallOptions & { readonly ifMatch?: string | undefined },
  ): Promise<IndividualEnrollment>;
  /** `dps.not-found` if there is none, `dps.etag` if it is another than `ifMatch`. */
  deleteEnrollment(
    registrationId: string,
    options: CallOptions & { readonly ifMatch?: string | undefined },
  ): Promise<void>;
}

export const isChangeable = (service: EnrollmentService): service is ChangeableService => "deleteEnrollment" in service;
