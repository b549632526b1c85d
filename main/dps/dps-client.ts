import { fromBase64 } from "../base/bytes/base64.ts";
import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { dpsErrors } from "./dps-errors.ts";
import { type Connection, openConnection } from "./http/connection.ts";
import type { RetryOptions } from "./http/retry.ts";
import { bulkEnrollmentGroups, type BulkGroupResult } from "./operations/bulk-enrollment-groups.ts";
import { type BulkMode, type BulkResult, bulkIndividualEnrollments } from "./operations/bulk-individual-enrollments.ts";
import { deleteEnrollmentGroup } from "./operations/delete-enrollment-group.ts";
import { deleteIndividualEnrollment } from "./operations/delete-individual-enrollment.ts";
import { deleteRegistrationState } from "./operations/delete-registration-state.ts";
import type { DeleteOptions } from "./operations/delete-resource.ts";
import { getAttestationMechanism } from "./operations/get-attestation-mechanism.ts";
import { getEnrollmentGroup } from "./operations/get-enrollment-group.ts";
import { getIndividualEnrollment } from "./operations/get-individual-enrollment.ts";
import { getRegistrationState } from "./operations/get-registration-state.ts";
import { putEnrollmentGroup } from "./operations/put-enrollment-group.ts";
import { type PutOptions, putIndividualEnrollment } from "./operations/put-individual-enrollment.ts";
import { queryEnrollmentGroups } from "./operations/query-enrollment-groups.ts";
import { queryGroupRegistrationStates } from "./operations/query-group-registration-states.ts";
import { type EnrollmentPage, queryIndividualEnrollments } from "./operations/query-individual-enrollments.ts";
import type { Page, QueryOptions } from "./operations/query-page.ts";
import type { EnrollmentGroup } from "./schema/enrollment-group.ts";
import type { AttestationMechanism, IndividualEnrollment, RegistrationState } from "./schema/individual-enrollment.ts";
import { createServiceCaller, type ServiceCaller } from "./service-caller.ts";

export interface DpsClientOptions {
  /** Base URL of any endpoint that speaks the service API; `https://{hostName}` if left out. */
  readonly url?: string | undefined;
  /** The host name of the connection string: what tokens are made for. */
  readonly hostName: string;
  readonly policyName: string;
  /** The policy key in Base64: a secret. */
  readonly key: string;
  readonly apiVersion?: string | undefined;
  /** Certificates (PEM) trusted besides the platform's own. */
  readonly ca?: readonly string[] | undefined;
  readonly retry?: RetryOptions | undefined;
  /** All calls of this client together; left out: as fast as its callers. */
  readonly operationsPerMinute?: number | undefined;
  /** One attempt's limit, connecting included; 30 s if left out. */
  readonly timeoutMs?: number | undefined;
  readonly log?: Log | undefined;
  readonly clock?: Clock | undefined;
}

interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

export const defaultApiVersion = "2021-10-01";

/** The provisioning service's service API. Every method throws DpsError (codes `dps.*`) or `station.cancelled`. */
export class DpsClient {
  readonly #connection: Connection;
  readonly #call: ServiceCaller;

  /** Throws `dps.address`, `dps.tls` or `dps.connection-string` for settings that cannot work; connects to nothing yet. */
  constructor(options: DpsClientOptions) {
    const key = decodeKey(options.key);
    this.#connection = openConnection({ ...options, url: options.url ?? `https://${options.hostName}` });
    const apiVersion = options.apiVersion ?? defaultApiVersion;
    this.#call = createServiceCaller({ ...options, connection: this.#connection, key, apiVersion });
  }

  /** Creates; with `ifMatch` replaces. */
  putEnrollment(entry: IndividualEnrollment, options?: PutOptions): Promise<IndividualEnrollment> {
    return putIndividualEnrollment(this.#call, entry, options);
  }

  getEnrollment(registrationId: string, options?: CallOptions): Promise<IndividualEnrollment | undefined> {
    return getIndividualEnrollment(this.#call, registrationId, options);
  }

  deleteEnrollment(registrationId: string, options?: DeleteOptions): Promise<void> {
    return deleteIndividualEnrollment(this.#call, registrationId, options);
  }

  bulkEnrollments(
    mode: BulkMode,
    entries: readonly IndividualEnrollment[],
    options?: CallOptions,
  ): Promise<BulkResult> {
    return bulkIndividualEnrollments(this.#call, mode, entries, options);
  }

  queryEnrollments(options?: QueryOptions): Promise<EnrollmentPage> {
    return queryIndividualEnrollments(this.#call, options);
  }

  getAttestationMechanism(registrationId: string, options?: CallOptions): Promise<AttestationMechanism | undefined> {
    return getAttestationMechanism(this.#call, ["enrollments", registrationId], options);
  }

  getRegistrationState(registrationId: string, options?: CallOptions): Promise<RegistrationState | undefined> {
    return getRegistrationState(this.#call, registrationId, options);
  }

  deleteRegistrationState(registrationId: string, options?: DeleteOptions): Promise<void> {
    return deleteRegistrationState(this.#call, registrationId, options);
  }

  /** Creates; with `ifMatch` replaces. */
  putEnrollmentGroup(group: EnrollmentGroup, options?: PutOptions): Promise<EnrollmentGroup> {
    return putEnrollmentGroup(this.#call, group, options);
  }

  getEnrollmentGroup(enrollmentGroupId: string, options?: CallOptions): Promise<EnrollmentGroup | undefined> {
    return getEnrollmentGroup(this.#call, enrollmentGroupId, options);
  }

  deleteEnrollmentGroup(enrollmentGroupId: string, options?: DeleteOptions): Promise<void> {
    return deleteEnrollmentGroup(this.#call, enrollmentGroupId, options);
  }

  bulkEnrollmentGroups(
    mode: BulkMode,
    groups: readonly EnrollmentGroup[],
    options?: CallOptions,
  ): Promise<BulkGroupResult> {
    return bulkEnrollmentGroups(this.#call, mode, groups, options);
  }

  queryEnrollmentGroups(options?: QueryOptions): Promise<Page<EnrollmentGroup>> {
    return queryEnrollmentGroups(this.#call, options);
  }

  getGroupAttestationMechanism(
    enrollmentGroupId: string,
    options?: CallOptions,
  ): Promise<AttestationMechanism | undefined> {
    return getAttestationMechanism(this.#call, ["enrollmentGroups", enrollmentGroupId], options);
  }

  /** One page of the states of the devices that registered by the group. */
  queryGroupRegistrationStates(enrollmentGroupId: string, options?: QueryOptions): Promise<Page<RegistrationState>> {
    return queryGroupRegistrationStates(this.#call, enrollmentGroupId, options);
  }

  /** Drops idle connections; calls still running are cut off. */
  close(): void {
    this.#connection.close();
  }
}

function decodeKey(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch (cause) {
    throw dpsErrors.connectionString("the policy key is not Base64", cause);
  }
}
