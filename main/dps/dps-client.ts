import { type Clock, systemClock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import type { CredentialKind, DpsCredential } from "./auth/dps-credential.ts";
import { SasCredential } from "./auth/sas-credential.ts";
import type { ServiceConnection } from "./connection-string.ts";
import { Circuit, type CircuitOptions, type CircuitState } from "./http/circuit.ts";
import { type Connection, openConnection } from "./http/connection.ts";
import type { SharedTurns } from "./http/pace.ts";
import type { Environment } from "./http/proxy.ts";
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

export interface DpsClientSettings {
  readonly apiVersion?: string | undefined;
  /** Certificates (PEM) trusted besides the platform's own. */
  readonly ca?: readonly string[] | undefined;
  readonly retry?: RetryOptions | undefined;
  readonly circuit?: CircuitOptions | undefined;
  /** All calls of this client together; left out: as fast as its callers. */
  readonly operationsPerMinute?: number | undefined;
  /** Shares the pace with other processes; the client closes it with itself. */
  readonly turns?: SharedTurns | undefined;
  /** One attempt's limit, connecting included; 30 s if left out. */
  readonly timeoutMs?: number | undefined;
  /** Where HTTPS_PROXY and NO_PROXY are looked up; the process's own if left out. */
  readonly environment?: Environment | undefined;
  readonly log?: Log | undefined;
  readonly clock?: Clock | undefined;
}

/** Access by a policy's key, as a connection string has it. */
export interface SharedAccessOptions extends DpsClientSettings, ServiceConnection {
  /** Base URL of any endpoint that speaks the service API; `https://{hostName}` if left out. */
  readonly url?: string | undefined;
}

/** Access by any credential. */
export interface CredentialOptions extends DpsClientSettings {
  readonly url: string;
  /** The client closes it with itself. */
  readonly credential: DpsCredential;
}

export type DpsClientOptions = SharedAccessOptions | CredentialOptions;

interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

const defaultApiVersion = "2021-10-01";

/** The provisioning service's service API. Every method throws DpsError (codes `dps.*`) or `station.cancelled`. */
export class DpsClient {
  readonly #connection: Connection;
  readonly #credential: DpsCredential;
  readonly #circuit: Circuit;
  readonly #turns: SharedTurns | undefined;
  readonly #call: ServiceCaller;

  /** Throws `dps.address`, `dps.tls`, `dps.proxy` or `dps.connection-string` for settings that cannot work; connects to nothing yet. */
  constructor(options: DpsClientOptions) {
    const clock = options.clock ?? systemClock;
    const circuit = new Circuit({ monotonicMs: () => clock.monotonicMs(), random: Math.random }, options.circuit);
    const credential = "credential" in options ? options.credential : new SasCredential(options);
    const url = "credential" in options ? options.url : (options.url ?? `https://${options.hostName}`);
    const connection = openConnection({ ...options, url });
    const apiVersion = options.apiVersion ?? defaultApiVersion;
    this.#connection = connection;
    this.#credential = credential;
    this.#circuit = circuit;
    this.#turns = options.turns;
    this.#call = createServiceCaller({ ...options, connection, credential, circuit, apiVersion });
  }

  /** How the client shows who it is. */
  get authentication(): CredentialKind {
    return this.#credential.kind;
  }

  /** `open` while the service is away and nothing is sent, `half-open` when one call is trying. */
  get circuit(): CircuitState {
    return this.#circuit.state;
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
    this.#credential.close();
    this.#turns?.close();
  }
}
