import { type Kysely, sql, type Updateable } from "kysely";
import { z } from "zod";
import type { Clock } from "../base/clock.ts";
import type { AuditTrail } from "./audit/audit-trail.ts";
import { readRow } from "./database/read-row.ts";
import { enrollmentChangeRow, enrollmentRow } from "./database/rows/enrollment-rows.ts";
import type { Tables } from "./database/tables.ts";
import { inTransaction, inUnforcedTransaction } from "./database/transaction.ts";
import { changeHere, type ChangeDone, keepChange } from "./keep-change.ts";
import type { AssignedNames } from "./assigned-names.ts";
import { moveUnit } from "./move-unit.ts";
import { renameUnit } from "./rename-unit.ts";
import { isAllowed } from "./unit-transitions.ts";
import { recordsErrors } from "./records-errors.ts";

/** What a person wants of an entry. */
export interface ChangeIntent {
  readonly registrationId: string;
  readonly act: EnrollmentChangeAct;
  readonly reason: string;
  readonly author: string;
  /** Base64 DER; of a rotation. */
  readonly certificate?: string | undefined;
  /** Of an update. */
  readonly settings?: object | undefined;
  /** Of a renaming: what the unit is to be called. */
  readonly names?: AssignedNames | undefined;
}

export type { ChangeDone };
export type EnrollmentChangeAct = z.infer<typeof enrollmentChangeRow>["act"];

const changeRow = enrollmentChangeRow
  .omit({
    enrollment: true,
    registrationKey: true,
    expectedEtag: true,
    certificate: true,
    settings: true,
    nextAttemptAt: true,
  })
  .extend({ registrationId: z.string(), unit: z.string() });
export type RecordedChange = Readonly<z.infer<typeof changeRow>>;

const dueRow = enrollmentChangeRow
  .pick({ id: true, service: true, act: true, expectedEtag: true, certificate: true, settings: true, attempts: true })
  .extend(enrollmentRow.pick({ registrationId: true, entry: true, deletedAt: true }).shape)
  .extend({ enrollmentState: enrollmentRow.shape.state });
/** A change whose time has come, with the entry as it is recorded. */
export type DueChange = Readonly<z.infer<typeof dueRow>>;

export interface ChangeFilter {
  readonly offset: number;
  readonly limit: number;
  readonly registrationId?: string | undefined;
  /** Only those the service has not taken yet. */
  readonly waiting?: boolean | undefined;
}

type ChangeEnd = Pick<Updateable<Tables["enrollmentChanges"]>, "state" | "code" | "detail">;
type AlsoChange = (
  transaction: Kysely<Tables>,
  change: z.infer<typeof enrollmentChangeRow>,
  at: string,
) => Promise<void>;

const changeColumns = [
  "enrollmentChanges.id",
  "enrollmentChanges.service",
  "enrollmentChanges.act",
  "enrollmentChanges.reason",
  "enrollmentChanges.author",
  "enrollmentChanges.state",
  "enrollmentChanges.attempts",
  "enrollmentChanges.code",
  "enrollmentChanges.detail",
  "enrollmentChanges.intendedAt",
  "enrollmentChanges.finishedAt",
  "units.serialNumber as unit",
] as const;

/** An act stays with the name it was done under, whatever the unit was named since. */
const nameThen = sql<string>`iif(enrollments.registrationKey = enrollmentChanges.registrationKey,
  enrollments.registrationId, enrollmentChanges.registrationKey)`;

/** Changes of entries at the service, wanted by people: written before they are sent, carried out in order, kept for good. */
export class EnrollmentChangeRecords {
  readonly #database: Kysely<Tables>;
  readonly #clock: Clock;
  readonly #trail: AuditTrail;

  constructor(database: Kysely<Tables>, clock: Clock, trail: AuditTrail) {
    this.#database = database;
    this.#clock = clock;
    this.#trail = trail;
  }

  /**
   * On the disk when it resolves. `retry`, `reject` and `rename` concern the records alone and are done at once; all others wait for
   * the service. Gives the change's id. Throws `records.not-found`, and as `renameUnit`.
   */
  intend({ registrationId, act, reason, author, certificate, settings, names }: ChangeIntent): Promise<number> {
    const at = this.#clock.now().toISOString();
    const registrationKey = registrationId.toLowerCase();
    return inTransaction(this.#database, async (transaction) => {
      const enrollment = await transaction
        .selectFrom("enrollments")
        .select(["id", "service", "theirEtag", "unit"])
        .where("registrationKey", "=", registrationKey)
        .executeTakeFirst();
      if (enrollment === undefined) throw recordsErrors.notFound(`no enrollment for registration id ${registrationId}`);
      const local = act === "retry" || act === "reject" || act === "rename";
      if (local && act !== "rename") await changeHere(transaction, enrollment, { act, reason, author, at });
      if (act === "reject") await this.#giveUp(transaction, enrollment.unit, { reason, at });
      const { id } = await transaction
        .insertInto("enrollmentChanges")
        .values({
          enrollment: enrollment.id,
          registrationKey,
          service: enrollment.service,
          act,
          reason,
          author,
          expectedEtag: enrollment.theirEtag,
          certificate: certificate ?? null,
          settings: settings === undefined ? null : JSON.stringify(settings),
          state: local ? "done" : "waiting",
          attempts: 0,
          nextAttemptAt: at,
          intendedAt: at,
          finishedAt: local ? at : null,
          detail: names === undefined ? null : `from now on ${names.registrationId}`,
        })
        .returning("id")
        .executeTakeFirstOrThrow();
      this.#trail.append({
        act: `enrollment-${act}`,
        subject: registrationId,
        reason,
        facts: { change: id, service: enrollment.service, author, ...names },
      });
      if (act === "rename") {
        if (names === undefined) throw recordsErrors.notPossible(`rename ${registrationId}: to what?`);
        const renaming = { change: id, enrollment: enrollment.id, names, reason, author, at };
        await renameUnit(transaction, this.#trail, renaming);
      }
      return id;
    });
  }

  /** To rework; one that is on hold or scrap stays so. */
  async #giveUp(
    transaction: Kysely<Tables>,
    id: number,
    { reason, at }: { readonly reason: string; readonly at: string },
  ): Promise<void> {
    const unit = await transaction
      .selectFrom("units")
      .select(["id", "serialNumber", "state"])
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    if (isAllowed("give-up", unit.state))
      await moveUnit(transaction, this.#trail, unit, { act: "give-up", reason, at });
  }

  /** Changes whose time has come, but none of the services in `except`: one per entry, the oldest, and only when the entry itself is sent. */
  async due(now: Date, limit: number, except: readonly string[] = []): Promise<readonly DueChange[]> {
    const rows = await this.#database
      .selectFrom("enrollmentChanges as change")
      .innerJoin("enrollments", "enrollments.id", "change.enrollment")
      .select([
        "change.id",
        "change.service",
        "change.act",
        "change.expectedEtag",
        "change.certificate",
        "change.settings",
        "change.attempts",
        "enrollments.registrationId",
        "enrollments.entry",
        "enrollments.deletedAt",
        "enrollments.state as enrollmentState",
      ])
      .where("change.state", "=", sql.lit("waiting"))
      .where("change.nextAttemptAt", "<=", now.toISOString())
      .where("enrollments.state", "!=", "queued")
      .$if(except.length > 0, (query) => query.where("change.service", "not in", except))
      .where((where) =>
        where.not(
          where.exists(
            where
              .selectFrom("enrollmentChanges as earlier")
              .select("earlier.id")
              .whereRef("earlier.registrationKey", "=", "change.registrationKey")
              .whereRef("earlier.id", "<", "change.id")
              .where("earlier.state", "=", sql.lit("waiting")),
          ),
        ),
      )
      .orderBy("change.nextAttemptAt")
      .orderBy("change.id")
      .limit(limit)
      .execute();
    return rows.map((row) => readRow(dueRow, row));
  }

  /** The service took it, or had it so already. Unforced: what a power cut takes of it is found done when it is tried again. */
  done(id: number, said: ChangeDone): Promise<void> {
    return this.#finish(id, { state: "done", code: null, detail: null }, (transaction, change, at) =>
      keepChange(transaction, change, { ...said, at }, this.#trail),
    );
  }

  /** It will not be tried again; the entry is as it was. */
  failed(id: number, { code, detail }: { readonly code: string; readonly detail: string }): Promise<void> {
    return this.#finish(id, { state: "failed", code, detail });
  }

  async postponed(
    id: number,
    { code, detail, nextAttemptAt }: { readonly code: string; readonly detail: string; readonly nextAttemptAt: Date },
  ): Promise<void> {
    await inUnforcedTransaction(this.#database, (transaction) =>
      transaction
        .updateTable("enrollmentChanges")
        .set({ code, detail, attempts: sql`attempts + 1`, nextAttemptAt: nextAttemptAt.toISOString() })
        .where("id", "=", id)
        .where("state", "=", "waiting")
        .execute(),
    );
  }

  /** Throws `records.not-found`. */
  async get(id: number): Promise<RecordedChange> {
    const row = await this.#listed().where("enrollmentChanges.id", "=", id).executeTakeFirst();
    if (row === undefined) throw recordsErrors.notFound(`no change ${id}`);
    return readRow(changeRow, row);
  }

  /** Newest first. */
  async list({ offset, limit, registrationId, waiting }: ChangeFilter) {
    const id = registrationId?.toLowerCase();
    const rows = await this.#listed()
      .$if(id !== undefined, (query) => query.where("enrollmentChanges.registrationKey", "=", id ?? ""))
      .$if(waiting === true, (query) => query.where("enrollmentChanges.state", "=", sql.lit("waiting")))
      .orderBy("enrollmentChanges.id", "desc")
      .offset(offset)
      .limit(limit)
      .execute();
    const { total } = await this.#database
      .selectFrom("enrollmentChanges")
      .select((select) => select.fn.countAll<number>().as("total"))
      .$if(id !== undefined, (query) => query.where("registrationKey", "=", id ?? ""))
      .$if(waiting === true, (query) => query.where("state", "=", sql.lit("waiting")))
      .executeTakeFirstOrThrow();
    return { changes: rows.map((row) => readRow(changeRow, row)), total };
  }

  /** How many wait, by service. */
  async waiting(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#database
      .selectFrom("enrollmentChanges")
      .select((select) => ["service", select.fn.countAll<number>().as("count")])
      .where("state", "=", sql.lit("waiting"))
      .groupBy("service")
      .execute();
    return new Map(rows.map(({ service, count }) => [service, count]));
  }

  async #finish(id: number, end: ChangeEnd, also?: AlsoChange): Promise<void> {
    const finishedAt = this.#clock.now().toISOString();
    await inUnforcedTransaction(this.#database, async (transaction) => {
      const change = await transaction
        .updateTable("enrollmentChanges")
        .set({ ...end, finishedAt, attempts: sql<number>`attempts + 1` })
        .where("id", "=", id)
        .where("state", "=", "waiting")
        .returningAll()
        .executeTakeFirst();
      if (change === undefined) throw recordsErrors.notFound(`no change ${id} that waits`);
      await also?.(transaction, readRow(enrollmentChangeRow, change), finishedAt);
    });
  }

  #listed() {
    return this.#database
      .selectFrom("enrollmentChanges")
      .innerJoin("enrollments", "enrollments.id", "enrollmentChanges.enrollment")
      .innerJoin("units", "units.id", "enrollments.unit")
      .select([...changeColumns, nameThen.as("registrationId")]);
  }
}
