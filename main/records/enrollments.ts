import { type Kysely, sql, type UpdateObject } from "kysely";
import { z } from "zod";
import type { Clock } from "../base/clock.ts";
import { readRow } from "./database/read-row.ts";
import { enrollmentCountRow, enrollmentRow } from "./database/rows/enrollment-rows.ts";
import type { EnrollmentState } from "./database/rows/row-values.ts";
import type { Tables } from "./database/tables.ts";
import { inUnforcedTransaction } from "./database/transaction.ts";
import { recordsErrors } from "./records-errors.ts";

export interface QueuedEntry {
  readonly registrationId: string;
  readonly service: string;
  /** The IndividualEnrollment to send, as it was recorded. */
  readonly entry: unknown;
  readonly attempts: number;
}

export interface StoredEnrollment extends QueuedEntry {
  readonly state: EnrollmentState;
  /** Serial number of the unit. */
  readonly unit: string;
  readonly code: string | null;
  readonly detail: string | null;
  /** While in conflict: how the entry at the service differed when it was looked at, and its etag then. */
  readonly differences: readonly { readonly field: string; readonly ours: string; readonly theirs: string }[] | null;
  readonly theirEtag: string | null;
  /** When it was deleted at the service on purpose. */
  readonly deletedAt: string | null;
}

export interface EnrollmentCounts {
  readonly queued: number;
  readonly enrolled: number;
  readonly conflict: number;
  readonly rejected: number;
}

export interface SeenConflict {
  readonly code: string;
  readonly detail: string;
  readonly differences?: readonly { readonly field: string; readonly ours: string; readonly theirs: string }[];
  readonly theirEtag?: string | null;
}

/** What an entry that is not in conflict has of one. */
export const noConflict = { differences: null, theirEtag: null };

const queuedRow = enrollmentRow.pick({ registrationId: true, service: true, entry: true, attempts: true });
const storedRow = queuedRow.extend({
  state: enrollmentRow.shape.state,
  code: z.string().nullable(),
  detail: z.string().nullable(),
  differences: enrollmentRow.shape.differences,
  theirEtag: enrollmentRow.shape.theirEtag,
  deletedAt: enrollmentRow.shape.deletedAt,
  unit: z.string(),
});
const dueRow = queuedRow.extend({ id: z.int(), nextAttemptAt: z.string() });
type DueRow = z.infer<typeof dueRow>;
const checkRow = z.object({ registrationId: z.string(), service: z.string(), registrationChecks: z.int() });
const firstCheckAfterMs = 1_000;
const compare = (one: string, other: string): number => (one === other ? 0 : one < other ? -1 : 1);

/** The enrollment queue as it lies in the database, and what the service said. Registration ids are found in any spelling. */
export class EnrollmentRecords {
  readonly #database: Kysely<Tables>;
  readonly #clock: Clock;

  constructor(database: Kysely<Tables>, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Queued entries whose time has come, longest waiting first, but none of the services in `except`. */
  async nextDue(now: Date, limit: number, except: readonly string[] = []): Promise<readonly QueuedEntry[]> {
    const due: DueRow[] = [];
    // By service: one that is left alone may have a million entries, which must not be walked past at every look.
    for (const service of await this.#servicesWith("queued", except)) {
      const rows = await this.#database
        .selectFrom("enrollments")
        .select(["id", "registrationId", "service", "entry", "attempts", "nextAttemptAt"])
        .where("state", "=", sql.lit("queued"))
        .where("service", "=", service)
        .where("nextAttemptAt", "<=", now.toISOString())
        .orderBy("nextAttemptAt")
        .orderBy("id")
        .limit(limit)
        .execute();
      due.push(...rows.map((row) => readRow(dueRow, row)));
    }
    return due
      .sort((one, other) => compare(one.nextAttemptAt, other.nextAttemptAt) || one.id - other.id)
      .slice(0, limit)
      .map(({ registrationId, service, entry, attempts }) => ({ registrationId, service, entry, attempts }));
  }

  /** With it goes the unit's symmetric key, if it had one: the service has it now. */
  enrolled(registrationId: string, { etag }: { readonly etag: string | null }): Promise<void> {
    const soon = new Date(this.#clock.now().getTime() + firstCheckAfterMs).toISOString();
    const state = "enrolled" as const;
    const change = { state, etag, code: null, detail: null, ...noConflict, nextRegistrationCheckAt: soon };
    return this.#attempted(registrationId, change, eraseKeys);
  }

  /** With how the entry at the service differs, as far as it was shown, and its etag then. */
  conflict(registrationId: string, { code, detail, differences, theirEtag }: SeenConflict): Promise<void> {
    const seen = { differences: JSON.stringify(differences ?? []), theirEtag: theirEtag ?? null };
    return this.#attempted(registrationId, { state: "conflict", code, detail, ...seen });
  }

  rejected(
    registrationId: string,
    { code, detail }: { readonly code: string; readonly detail: string },
  ): Promise<void> {
    return this.#attempted(registrationId, { state: "rejected", code, detail });
  }

  /** The entry stays queued and is not due before `nextAttemptAt`. */
  postponed(
    registrationId: string,
    { code, detail, nextAttemptAt }: { readonly code: string; readonly detail: string; readonly nextAttemptAt: Date },
  ): Promise<void> {
    return this.#attempted(registrationId, {
      state: "queued",
      code,
      detail,
      nextAttemptAt: nextAttemptAt.toISOString(),
    });
  }

  /** Puts a parked entry (conflict or rejected) back into the queue, after somebody mended what was wrong. */
  async requeue(registrationId: string): Promise<void> {
    const at = this.#clock.now().toISOString();
    await this.#database
      .updateTable("enrollments")
      .set({ state: "queued", attempts: 0, nextAttemptAt: at, updatedAt: at })
      .where("registrationKey", "=", registrationId.toLowerCase())
      .where("state", "in", ["conflict", "rejected"])
      .execute();
  }

  /** Of all services; costs the same with a million entries as with one. */
  async counts(): Promise<EnrollmentCounts> {
    const counts = { queued: 0, enrolled: 0, conflict: 0, rejected: 0 };
    for (const [, each] of await this.countsByService()) {
      counts.queued += each.queued;
      counts.enrolled += each.enrolled;
      counts.conflict += each.conflict;
      counts.rejected += each.rejected;
    }
    return counts;
  }

  /** Without entries that were deleted at their service. */
  async countsByService(): Promise<ReadonlyMap<string, EnrollmentCounts>> {
    const rows = await this.#database.selectFrom("enrollmentCounts").selectAll().execute();
    const counts = new Map<string, EnrollmentCounts>();
    for (const row of rows) {
      const { service, state, count } = readRow(enrollmentCountRow, row);
      const known = counts.get(service) ?? { queued: 0, enrolled: 0, conflict: 0, rejected: 0 };
      counts.set(service, state === "deleted" ? known : { ...known, [state]: count });
    }
    return counts;
  }

  async get(registrationId: string): Promise<StoredEnrollment | undefined> {
    const row = await this.#database
      .selectFrom("enrollments")
      .innerJoin("units", "units.id", "enrollments.unit")
      .select([
        "registrationId",
        "service",
        "entry",
        "attempts",
        "enrollments.state",
        "code",
        "detail",
        "differences",
        "theirEtag",
        "deletedAt",
        "units.serialNumber as unit",
      ])
      .where("registrationKey", "=", registrationId.toLowerCase())
      .executeTakeFirst();
    return row === undefined ? undefined : readRow(storedRow, row);
  }

  /**
   * Keeps what the service said of the device's own registration. `nextCheckAt` says when to ask again; null: no more; left
   * out: as it was, unless the device is assigned now.
   */
  async registered(
    registrationId: string,
    said: {
      readonly status: string;
      readonly assignedHub: string | null;
      readonly deviceId: string | null;
      readonly at: string | null;
      readonly nextCheckAt?: Date | null;
    },
  ): Promise<void> {
    const next = said.nextCheckAt ?? null;
    const leaveAsItWas = said.nextCheckAt === undefined && said.status !== "assigned";
    await this.#change(registrationId, {
      registrationStatus: said.status,
      assignedHub: said.assignedHub,
      registrationDeviceId: said.deviceId,
      registrationAt: said.at,
      registrationChecks: sql<number>`registrationChecks + 1`,
      ...(leaveAsItWas ? {} : { nextRegistrationCheckAt: next?.toISOString() ?? null }),
    });
  }

  /** Enrolled entries whose device is to be asked after, longest waiting first within a service. */
  async dueForRegistrationCheck(
    now: Date,
    limit: number,
    except: readonly string[] = [],
  ): Promise<readonly { readonly registrationId: string; readonly service: string; readonly checks: number }[]> {
    const due: { registrationId: string; service: string; checks: number }[] = [];
    for (const service of await this.#servicesWith("enrolled", except)) {
      const rows = await this.#database
        .selectFrom("enrollments")
        .select(["registrationId", "service", "registrationChecks"])
        .where("service", "=", service)
        .where("nextRegistrationCheckAt", "<=", now.toISOString())
        .orderBy("nextRegistrationCheckAt")
        .limit(limit)
        .execute();
      for (const row of rows) {
        const { registrationChecks: checks, ...rest } = readRow(checkRow, row);
        due.push({ ...rest, checks });
      }
    }
    return due.slice(0, limit);
  }

  /** A registration check that got no answer: ask again then; null: no more. */
  checkPostponed(registrationId: string, nextCheckAt: Date | null): Promise<void> {
    return this.#change(registrationId, {
      registrationChecks: sql<number>`registrationChecks + 1`,
      nextRegistrationCheckAt: nextCheckAt?.toISOString() ?? null,
    });
  }

  async #servicesWith(state: EnrollmentState, except: readonly string[]): Promise<readonly string[]> {
    const rows = await this.#database
      .selectFrom("enrollmentCounts")
      .select("service")
      .where("state", "=", state)
      .where("count", ">", 0)
      .execute();
    return rows.map(({ service }) => service).filter((service) => !except.includes(service));
  }

  #attempted(registrationId: string, change: Changes, also?: AlsoChange): Promise<void> {
    return this.#change(registrationId, { ...change, attempts: sql<number>`attempts + 1` }, also);
  }

  /** Unforced: whatever a power cut takes of it, the queue sends or asks again, and gets the same answer. */
  async #change(registrationId: string, change: Changes, also?: AlsoChange): Promise<void> {
    const updatedAt = this.#clock.now().toISOString();
    await inUnforcedTransaction(this.#database, async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable("enrollments")
        .set({ ...change, updatedAt })
        .where("registrationKey", "=", registrationId.toLowerCase())
        .executeTakeFirstOrThrow();
      if (numUpdatedRows === 0n) throw recordsErrors.notFound(`no enrollment for registration id ${registrationId}`);
      await also?.(transaction, registrationId, updatedAt);
    });
  }
}

type Changes = UpdateObject<Tables, "enrollments">;
type AlsoChange = (transaction: Kysely<Tables>, registrationId: string, at: string) => Promise<void>;

export async function eraseKeys(transaction: Kysely<Tables>, registrationId: string, at: string): Promise<void> {
  await transaction
    .updateTable("symmetricKeys")
    .set({ sealed: null, erasedAt: at })
    .where("registrationKey", "=", registrationId.toLowerCase())
    .where("sealed", "is not", null)
    .execute();
}
