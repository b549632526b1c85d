import type { EnrollmentState, Reason } from "../enrollment-store.ts";

/** What a person may want of an entry at the service. */
export type ChangeAct = "disable" | "enable" | "delete" | "update" | "rotate" | "promote" | "adopt" | "replace";

/** A change whose time has come. */
export interface DueChange {
  readonly id: number;
  readonly registrationId: string;
  readonly service: string;
  /** Also those that concern the records alone, and never wait. */
  readonly act: ChangeAct | "retry" | "reject" | "rename";
  /** The entry as it is recorded; parsed by whoever carries the change out. */
  readonly entry: unknown;
  readonly enrollmentState: EnrollmentState;
  /** When the entry was deleted at the service on purpose. */
  readonly deletedAt: string | null;
  /** Of the conflicting entry a person looked at. */
  readonly expectedEtag: string | null;
  /** Base64 DER: of a rotation. */
  readonly certificate: string | null;
  /** Of an update; parsed by whoever carries it out. */
  readonly settings: unknown;
  readonly attempts: number;
}

/** What the record of the entry becomes once the service took a change. */
export interface ChangeDone {
  /** From now on, without symmetric keys; left out: as it was. */
  readonly entry?: object | undefined;
  readonly etag: string | null;
  /** The conflict is over. */
  readonly enrolled?: boolean | undefined;
  readonly deleted?: boolean | undefined;
}

/** Where changes are journalled: written before they are sent, in order for each registration id, kept for good. */
export interface ChangeStore {
  /** One per registration id, the oldest; none whose entry is still queued, none of the services in `except`. */
  due(now: Date, limit: number, except?: readonly string[]): Promise<readonly DueChange[]>;
  done(id: number, said: ChangeDone): Promise<void>;
  failed(id: number, reason: Reason): Promise<void>;
  postponed(id: number, reason: Reason & { readonly nextAttemptAt: Date }): Promise<void>;
}
