import { type Kysely, sql, type UpdateObject } from "kysely";
import { z } from "zod";
import type { Clock } from "../base/clock.ts";
import { readRow } from "./database/read-row.ts";
import { type EnrollmentState, enrollmentRow, type Tables } from "./database/tables.ts";
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
}

export interface EnrollmentCounts {
  readonly queued: number;
  readonly enrolled: number;
  readonly conflict: number;
  readonly rejected: number;
}

const queuedRow = enrollmentRow.pick({ registrationId: true, service: true, entry: true, attempts: true });
const storedRow = queuedRow.extend({
  state: enrollmentRow.shape.state,
  code: z.string().nullable(),
  detail: z.string().nullable(),
  unit: z.string(),
});
const countRow = z.object({ state: enrollmentRow.shape.state, count: z.int() });
const checkRow = z.object({ registrationId: z.string(), service: z.string(), registrationChecks: z.int() });
const firstCheckAfterMs = 1_000;

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
    const rows = await this.#database
      .selectFrom("enrollments")
      .select(["registrationId", "service", "entry", "attempts"])
      .where("state", "=", sql.lit("queued"))
      .where("nextAttemptAt", "<=", now.toISOString())
      .$if(except.length > 0, (query) => query.where("service", "not in", except))
      .orderBy("nextAttemptAt")
      .orderBy("id")
      .limit(limit)
      .execute();
    return rows.map((row) => readRow(queuedRow, row));
  }

  /** With it goes the unit's symmetric key, if it had one: the service has it now. */
  enrolled(registrationId: string, { etag }: { readonly etag: string | null }): Promise<void> {
    const soon = new Date(this.#clock.now().getTime() + firstCheckAfterMs).toISOString();
    const state = "enrolled" as const;
    const change = { state, etag, code: null, detail: null, nextRegistrationCheckAt: soon };
    return this.#attempted(registrationId, change, eraseKeys);
  }

  conflict(
    registrationId: string,
    { code, detail }: { readonly code: string; readonly detail: string },
  ): Promise<void> {
    return this.#attempted(registrationId, { state: "conflict", code, detail });
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

  async counts(): Promise<EnrollmentCounts> {
    const rows = await this.#database
      .selectFrom("enrollments")
      .select((select) => ["state", select.fn.countAll<number>().as("count")])
      .groupBy("state")
      .execute();
    const counts = { queued: 0, enrolled: 0, conflict: 0, rejected: 0 };
    for (const row of rows) {
      const { state, count } = readRow(countRow, row);
      counts[state] = count;
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

  /** Enrolled entries whose device is to be asked after, longest waiting first. */
  async dueForRegistrationCheck(
    now: Date,
    limit: number,
    except: readonly string[] = [],
  ): Promise<readonly { readonly registrationId: string; readonly service: string; readonly checks: number }[]> {
    const rows = await this.#database
      .selectFrom("enrollments")
      .select(["registrationId", "service", "registrationChecks"])
      .where("nextRegistrationCheckAt", "<=", now.toISOString())
      .$if(except.length > 0, (query) => query.where("service", "not in", except))
      .orderBy("nextRegistrationCheckAt")
      .limit(limit)
      .execute();
    return rows.map((row) => {
      const { registrationChecks: checks, ...rest } = readRow(checkRow, row);
      return { ...rest, checks };
    });
  }

  /** A registration check that got no answer: ask again then; null: no more. */
  checkPostponed(registrationId: string, nextCheckAt: Date | null): Promise<void> {
    return this.#change(registrationId, {
      registrationChecks: sql<number>`registrationChecks + 1`,
      nextRegistrationCheckAt: nextCheckAt?.toISOString() ?? null,
    });
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

async function eraseKeys(transaction: Kysely<Tables>, registrationId: string, at: string): Promise<void> {
  await transaction
    .updateTable("symmetricKeys")
    .set({ sealed: null, erasedAt: at })
    .where("registrationKey", "=", registrationId.toLowerCase())
    .where("sealed", "is not", null)
    .execute();
}
