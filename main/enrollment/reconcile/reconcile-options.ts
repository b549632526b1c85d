import type { Clock } from "../../base/clock.ts";
import type { EnrollmentPage } from "../../dps/operations/query-individual-enrollments.ts";
import type { Page, QueryOptions } from "../../dps/operations/query-page.ts";
import type { IndividualEnrollment, RegistrationState } from "../../dps/schema/individual-enrollment.ts";
import type { ReconcileFinding } from "./judge-entry.ts";
import type { ReconcileCounts, ReconcileProgress, ReconcileStore } from "./reconcile-store.ts";

/** What a reconciliation asks of a provisioning service; DpsClient is one. Methods throw `dps.*`, `station.cancelled`. */
export interface ReconcileService {
  queryEnrollments(options: QueryOptions): Promise<EnrollmentPage>;
  getEnrollment(
    registrationId: string,
    options: { readonly signal?: AbortSignal | undefined },
  ): Promise<IndividualEnrollment | undefined>;
  /** Without it the devices of groups are not looked at. */
  queryGroupRegistrationStates?(enrollmentGroupId: string, options: QueryOptions): Promise<Page<RegistrationState>>;
}

export interface ReconcileOptions {
  readonly service: string;
  readonly client: ReconcileService;
  readonly store: ReconcileStore;
  readonly clock: Clock;
  /** Also find enabled devices that have not registered for this long since they were enrolled. */
  readonly neverRegisteredDays?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Entries held at once; 200 if left out. */
  readonly pageSize?: number | undefined;
}

export type ReconcileEvent =
  | ({ readonly type: "finding" } & ReconcileFinding)
  | ({ readonly type: "progress"; readonly phase: ReconcileProgress["phase"] } & ReconcileCounts)
  | ({
      readonly type: "summary";
      readonly agree: boolean;
      readonly resumed: boolean;
      readonly startedAt: string;
    } & ReconcileCounts);
