export type EnrollmentState = "queued" | "enrolled" | "conflict" | "rejected";

export interface QueuedEntry {
  readonly registrationId: string;
  /** Name of the provisioning service. */
  readonly service: string;
  /** The IndividualEnrollment to send, as it was recorded; the queue parses it. */
  readonly entry: unknown;
  /** Attempts made so far. */
  readonly attempts: number;
}

export interface Reason {
  readonly code: string;
  readonly detail: string;
}

/** Another entry is at the service than the unit's; as far as it was shown. */
export interface SeenConflict extends Reason {
  /** What differs: keys and certificates by SHA-256, never a secret. */
  readonly differences?: readonly { readonly field: string; readonly ours: string; readonly theirs: string }[];
  /** Of the entry as it was then. */
  readonly theirEtag?: string | null;
}

/** Where the queue lives. Every write is durable when its promise resolves; ids are found in any spelling. */
export interface EnrollmentStore {
  /** Queued entries due at `now`, longest waiting first, none of the services in `except`. */
  nextDue(now: Date, limit: number, except?: readonly string[]): Promise<readonly QueuedEntry[]>;
  enrolled(registrationId: string, said: { readonly etag: string | null }): Promise<void>;
  conflict(registrationId: string, seen: SeenConflict): Promise<void>;
  rejected(registrationId: string, reason: Reason): Promise<void>;
  postponed(registrationId: string, reason: Reason & { readonly nextAttemptAt: Date }): Promise<void>;
  counts(): Promise<Readonly<Record<EnrollmentState, number>>>;
  get(registrationId: string): Promise<(QueuedEntry & { readonly state: EnrollmentState }) | undefined>;
  /** Keeps what the service said of the device's registration; `nextCheckAt` null: ask no more, left out: as it was. */
  registered(
    registrationId: string,
    said: {
      readonly status: string;
      readonly assignedHub: string | null;
      readonly deviceId: string | null;
      readonly at: string | null;
      readonly nextCheckAt?: Date | null;
    },
  ): Promise<void>;
  dueForRegistrationCheck(
    now: Date,
    limit: number,
    except?: readonly string[],
  ): Promise<readonly { readonly registrationId: string; readonly service: string; readonly checks: number }[]>;
  /** A check that got no answer: ask again then, or no more. */
  checkPostponed(registrationId: string, nextCheckAt: Date | null): Promise<void>;
}
