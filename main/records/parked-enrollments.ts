import { type Kysely, sql } from "kysely";
import { z } from "zod";
import type { Clock } from "../base/clock.ts";
import { readRow } from "./database/read-row.ts";
import { enrollmentChangeRow, enrollmentRow } from "./database/rows/enrollment-rows.ts";
import type { Tables } from "./database/tables.ts";
import { renamed } from "./keep-change.ts";
import { inTransaction } from "./database/transaction.ts";

const parkedRow = enrollmentRow
  .pick({ registrationId: true, service: true, attempts: true, updatedAt: true, differences: true, theirEtag: true })
  .extend({
    unit: z.string(),
    code: z.string().nullable(),
    detail: z.string().nullable(),
    /** A change that waits for the service. */
    solving: enrollmentChangeRow.shape.act.nullable(),
  });
export type ParkedEnrollment = Readonly<z.infer<typeof parkedRow>>;

export interface ParkedFilter {
  readonly state: "conflict" | "rejected";
  readonly service?: string | undefined;
  /** Only this entry. */
  readonly registrationId?: string | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** Given up by a person: the queue takes it up again only where it is asked for by its name. */
const givenUp = "enrollment.given-up";

/** Entries that do not go on by themselves. */
export class ParkedEnrollmentRecords {
  readonly #database: Kysely<Tables>;
  readonly #clock: Clock;

  constructor(database: Kysely<Tables>, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Oldest first. */
  async list({ state, service, registrationId, offset, limit }: ParkedFilter): Promise<readonly ParkedEnrollment[]> {
    const key = registrationId?.toLowerCase();
    const rows = await this.#database
      .selectFrom("enrollments")
      .innerJoin("units", "units.id", "enrollments.unit")
      .select((select) => [
        "enrollments.registrationId",
        "enrollments.service",
        "enrollments.attempts",
        "enrollments.updatedAt",
        "enrollments.differences",
        "enrollments.theirEtag",
        "enrollments.code",
        "enrollments.detail",
        "units.serialNumber as unit",
        select
          .selectFrom("enrollmentChanges as change")
          .select("change.act")
          .whereRef("change.registrationKey", "=", "enrollments.registrationKey")
          .where("change.state", "=", sql.lit("waiting"))
          .orderBy("change.id", "desc")
          .limit(1)
          .as("solving"),
      ])
      .where("enrollments.state", "=", sql.lit(state))
      .$if(service !== undefined, (query) => query.where("enrollments.service", "=", service ?? ""))
      .$if(key !== undefined, (query) => query.where("enrollments.registrationKey", "=", key ?? ""))
      .orderBy("enrollments.id")
      .offset(offset)
      .limit(limit)
      .execute();
    return rows.map((row) => readRow(parkedRow, row));
  }

  /**
   * Puts entries that the service refused back into the queue, after somebody mended what was wrong: those named, or all but those a
   * person gave up; never one whose unit is to come under other names. Who and why is kept with each. Gives how many.
   */
  async retry(
    { reason, author }: { readonly reason: string; readonly author: string },
    registrationIds?: readonly string[],
  ): Promise<number> {
    const at = this.#clock.now().toISOString();
    const keys = registrationIds?.map((id) => id.toLowerCase());
    return inTransaction(this.#database, async (transaction) => {
      const asked =
        keys === undefined ? sql`code is not ${givenUp}` : sql`registrationKey in (${sql.join([...keys, ""])})`;
      const which = sql`code is not ${renamed} and ${asked}`;
      await sql`insert into enrollmentChanges
        (enrollment, registrationKey, service, act, reason, author, state, attempts, nextAttemptAt, intendedAt, finishedAt)
        select id, registrationKey, service, 'retry', ${reason}, ${author}, 'done', 0, ${at}, ${at}, ${at}
        from enrollments where state = 'rejected' and ${which}`.execute(transaction);
      const { numAffectedRows } = await sql`update enrollments
        set state = 'queued', attempts = 0, nextAttemptAt = ${at}, code = null, detail = null, updatedAt = ${at}
        where state = 'rejected' and ${which}`.execute(transaction);
      return Number(numAffectedRows ?? 0n);
    });
  }
}
