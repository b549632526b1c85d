import { type Kysely, sql } from "kysely";
import { z } from "zod";
import type { Clock } from "../base/clock.ts";
import type { AuditTrail } from "./audit/audit-trail.ts";
import { bindRun } from "./bind-run.ts";
import type { Prepared } from "./database/prepared.ts";
import { readRow } from "./database/read-row.ts";
import type { UnitEnrollmentState, Problem } from "./database/rows/row-values.ts";
import type { Tables } from "./database/tables.ts";
import { forceSoon, inTransaction, inUnforcedTransaction } from "./database/transaction.ts";
import { findRunningRun } from "./find-run.ts";
import { finishRun, type Writing } from "./finish-run.ts";
import { interruptRuns } from "./interrupt-runs.ts";
import { OwedAccounts } from "./owed-accounts.ts";
import { type PassedRun, recordPass } from "./record-pass.ts";
import { recordsErrors } from "./records-errors.ts";
import { type FinishedStep, finishStep, type StartedStep, startStep } from "./step-lines.ts";

export interface NewRun {
  readonly runId: string;
  readonly lot: string;
  readonly slot: string;
  /** ISO 8601 UTC; left out: now. */
  readonly startedAt?: string | Date | undefined;
}

const typicalOf = 20;
const longestRow = 100;

/** Runs and their steps: every attempt is kept as it happened, and nothing that has ended is changed. */
export class RunRecords {
  readonly #database: Kysely<Tables>;
  readonly #clock: Clock;
  readonly #trail: AuditTrail;
  readonly #prepared: Prepared;
  readonly #owed = new OwedAccounts();

  constructor(database: Kysely<Tables>, clock: Clock, trail: AuditTrail, prepared: Prepared) {
    this.#database = database;
    this.#clock = clock;
    this.#trail = trail;
    this.#prepared = prepared;
  }

  /**
   * Unforced: `bind` forces it to the disk before anything is done to the unit. What the disk does not take is written later, as the
   * run's end is. Throws `records.not-found` or `records.lot-closed`.
   */
  start({ runId, lot, slot, startedAt = this.#clock.now() }: NewRun): Promise<void> {
    const { operator, station } = this.#trail.author;
    const begin = async (transaction: Kysely<Tables>): Promise<void> => {
      const known = await transaction.selectFrom("lots").select("state").where("lot", "=", lot).executeTakeFirst();
      if (known === undefined) throw recordsErrors.notFound(`no lot ${lot}`);
      if (known.state === "closed") throw recordsErrors.lotClosed(`lot ${lot} is closed`);
      await transaction
        .insertInto("runs")
        .values({
          runId,
          lot,
          slot,
          outcome: "running",
          startedAt: new Date(startedAt).toISOString(),
          operator,
          station,
        })
        .execute();
    };
    return this.#owed.keep(() => inUnforcedTransaction(this.#database, begin));
  }

  /** Writes accounts of runs that the disk did not take, if it takes them now. */
  async settle(): Promise<void> {
    await this.#owed.settle();
  }

  /**
   * Says which unit the run is about; a unit seen for the first time is made. Throws `records.duplicate-serial-number` when the
   * serial number is at work in another slot or belongs to another model, `records.lot-full`, `records.run-over`. Forced, but not
   * waited for: nothing that cannot be done again follows before something else that is.
   */
  async bind(runId: string, unit: { readonly serialNumber: string; readonly model: string }): Promise<void> {
    await inUnforcedTransaction(this.#database, async () =>
      bindRun(this.#prepared, { runId, ...unit, at: this.#now() }),
    );
    forceSoon(this.#database);
  }

  /** Unforced. Throws `records.not-found`. */
  async stepStarted(runId: string, step: StartedStep): Promise<void> {
    await inUnforcedTransaction(this.#database, async () => startStep(this.#prepared, runId, step, this.#now()));
  }

  /**
   * With `next` the one after it begins, in the same transaction. Unforced: what a step relies on has been forced by the step itself.
   * Throws `records.run-over` when the step was not running.
   */
  async stepFinished(runId: string, step: FinishedStep, next?: StartedStep): Promise<void> {
    await inUnforcedTransaction(this.#database, async () => {
      finishStep(this.#prepared, runId, step);
      if (next !== undefined) startStep(this.#prepared, runId, next, this.#now());
    });
  }

  /** Ends the run as failed; a step still running fails with it. What the disk does not take is written later. Throws `records.run-over`. */
  fail(runId: string, { problem, ms }: { readonly problem: Problem; readonly ms: number }): Promise<void> {
    const [at, { operator }] = [this.#now(), this.#trail.author];
    const end = async (transaction: Kysely<Tables>): Promise<void> => {
      const run = findRunningRun(this.#prepared, runId);
      await transaction
        .updateTable("steps")
        .set({ outcome: "fail", code: problem.code })
        .where("run", "=", run.id)
        .where("outcome", "=", "running")
        .execute();
      const serialNumber = await finishRun(this.#writing(transaction), run, {
        outcome: "fail",
        problem,
        ms,
        at,
      });
      const { lot, slot } = run;
      this.#trail.append({
        act: "run-failed",
        subject: serialNumber,
        operator,
        facts: { run: runId, lot, slot, code: problem.code },
      });
    };
    return this.#owed.keep(() => inTransaction(this.#database, end));
  }

  /**
   * Ends the run without a verdict on the unit: it is set aside until something comes that the problem names. On record it is
   * interrupted, so it counts neither way. Throws `records.run-over`.
   */
  setAside(runId: string, { problem, ms }: { readonly problem: Problem; readonly ms: number }): Promise<void> {
    const end = { outcome: "interrupted", problem, ms, at: this.#now() } as const;
    const { operator } = this.#trail.author;
    const putAside = async (transaction: Kysely<Tables>): Promise<void> => {
      const run = findRunningRun(this.#prepared, runId);
      const serialNumber = await finishRun(this.#writing(transaction), run, end);
      const { lot, slot } = run;
      this.#trail.append({
        act: "run-set-aside",
        subject: serialNumber,
        operator,
        facts: { run: runId, lot, slot, code: problem.code },
      });
    };
    return this.#owed.keep(() => inTransaction(this.#database, putAside));
  }

  /**
   * The one transaction of a PASS: identity, enrollment in the queue, unit and run. With `complete: false` the run stays
   * running until `complete`, and only identity and enrollment are recorded. Throws `records.duplicate-*` naming the unit
   * that was first, `records.identity-changed`, `records.lot-full`, `records.run-over`.
   */
  async pass(passed: PassedRun): Promise<{ readonly enrollment: UnitEnrollmentState | null }> {
    return inTransaction(this.#database, (transaction) => recordPass(this.#writing(transaction), passed, this.#now()));
  }

  /** Ends as passed a run whose identity was recorded with `complete: false`. Throws `records.run-over`, `records.not-found`. */
  async complete(runId: string, { ms }: { readonly ms: number }): Promise<void> {
    await inTransaction(this.#database, async (transaction) => {
      const run = findRunningRun(this.#prepared, runId);
      const identity = await transaction
        .selectFrom("identities")
        .select("unit")
        .where("unit", "=", run.unit ?? 0)
        .executeTakeFirst();
      if (identity === undefined) throw recordsErrors.notFound(`run ${runId} has recorded no identity`);
      const serialNumber = await finishRun(this.#writing(transaction), run, {
        outcome: "pass",
        problem: null,
        ms,
        at: this.#now(),
      });
      this.#trail.append({
        act: "run-passed",
        subject: serialNumber,
        facts: { run: runId, lot: run.lot, slot: run.slot },
      });
    });
  }

  /** At start-up: ends every run and step that a crash left running. Gives the number of runs. */
  async interruptAll(): Promise<number> {
    return inTransaction(this.#database, (transaction) => interruptRuns(this.#writing(transaction), this.#now()));
  }

  /** Median time of the lot's last 20 passed runs; null before the first. */
  async recentMs(lot: string): Promise<number | null> {
    const rows = await this.#database
      .selectFrom("runs")
      .select("ms")
      .where("lot", "=", lot)
      .where("outcome", "=", "pass")
      .orderBy("id", "desc")
      .limit(typicalOf)
      .execute();
    const times = rows.map(({ ms }) => ms ?? 0).sort((a, b) => a - b);
    return times[Math.floor(times.length / 2)] ?? null;
  }

  /** How often the unit has failed since it last passed; interrupted runs count neither way. At most 100. */
  async failuresInARow(serialNumber: string): Promise<number> {
    const { rows } = await sql`
      select outcome from runs where unit = (select id from units where serialNumber = ${serialNumber})
        and outcome in ('pass', 'fail') order by id desc limit ${longestRow}`.execute(this.#database);
    const outcomes = rows.map((row) => readRow(z.object({ outcome: z.enum(["pass", "fail"]) }), row).outcome);
    const passed = outcomes.indexOf("pass");
    return passed === -1 ? outcomes.length : passed;
  }

  #writing(database: Kysely<Tables>): Writing {
    return { database, prepared: this.#prepared, trail: this.#trail };
  }

  #now(): string {
    return this.#clock.now().toISOString();
  }
}
