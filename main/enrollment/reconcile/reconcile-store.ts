import type { EnrollmentState } from "../enrollment-store.ts";

/** An enrollment as the records have it. */
export interface RecordedEnrollment {
  /** Grows with every enrollment recorded. */
  readonly id: number;
  readonly registrationId: string;
  readonly service: string;
  readonly state: EnrollmentState;
  /** The IndividualEnrollment as it was sent; parsed by whoever compares. */
  readonly entry: unknown;
  readonly registrationStatus: string | null;
  readonly assignedHub: string | null;
  readonly registrationAt: string | null;
  readonly createdAt: string;
  /** Deleted at the service, by a person. */
  readonly deletedAt: string | null;
}

/** A unit that is enrolled by its group. */
export interface GroupUnit {
  readonly id: number;
  readonly registrationId: string;
  readonly group: string;
  readonly createdAt: string;
}

/** What the service says of a device's own registration. */
export interface SeenRegistration {
  readonly registrationId: string;
  readonly status: string;
  readonly assignedHub: string | null;
  readonly deviceId: string | null;
  /** ISO 8601, the service's own. */
  readonly at: string | null;
}

/** Entries counted so far, by what was found; one entry may count more than once. */
export interface ReconcileCounts {
  /** Entries the service has shown. */
  readonly entries: number;
  readonly missing: number;
  readonly extra: number;
  readonly different: number;
  readonly disabled: number;
  /** Registrations that were news to the records. */
  readonly registered: number;
  readonly neverRegistered: number;
  /** Devices that registered by the groups of this station's units. */
  readonly groupDevices: number;
}

/** Where a reconciliation is. Kept with every page, together with what the page showed. */
export interface ReconcileProgress {
  readonly startedAt: string;
  /** First the service's pages against the records, then the records the service has not shown, then the units of groups. */
  readonly phase: "service" | "records" | "groups";
  /** In the third phase: the group whose registrations are read; null: all have been. */
  readonly group: string | null;
  /** Of the page to ask for next; null: the first one. */
  readonly continuation: string | null;
  /** In the second phase the last record looked at, in the third the last unit. */
  readonly afterId: number;
  readonly counts: ReconcileCounts;
}

/** Where a reconciliation is kept, so that it holds one page at a time and goes on after an interruption. */
export interface ReconcileStore {
  /** `undefined`: none is under way. */
  progress(service: string): Promise<ReconcileProgress | undefined>;
  /** Begins anew: nothing is seen yet. */
  begin(service: string, progress: ReconcileProgress): Promise<void>;
  /** The records of these registration ids, in any spelling and any order; of all services. */
  recorded(registrationIds: readonly string[]): Promise<readonly RecordedEnrollment[]>;
  /** All of it or nothing: which ids were seen, what their devices did, and where the reconciliation is now. */
  keep(
    service: string,
    page: {
      readonly seen: readonly string[];
      readonly registrations: readonly SeenRegistration[];
      readonly progress: ReconcileProgress;
    },
  ): Promise<void>;
  /** Records in state "enrolled" at the service that were not seen, in order of `id`. */
  unseen(service: string, afterId: number, limit: number): Promise<readonly RecordedEnrollment[]>;
  /** The groups at the service by which units of this station are enrolled, sorted. */
  groups(service: string): Promise<readonly string[]>;
  /** Those of the registration ids that units of groups have, in any spelling. */
  knownInGroups(registrationIds: readonly string[]): Promise<readonly string[]>;
  /** Units of the service's groups recorded before that time (ISO 8601) whose registration was not seen, in order of `id`. */
  unseenInGroups(
    service: string,
    page: { readonly afterId: number; readonly before: string; readonly limit: number },
  ): Promise<readonly GroupUnit[]>;
  /** Forgets what was seen and where the reconciliation was. */
  end(service: string): Promise<void>;
}
