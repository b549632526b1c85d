import type { Database, Statement } from "better-sqlite3";
import { codedDatabaseError } from "./database/coded-database-error.ts";
import { encodeFacts } from "./database/encode-facts.ts";
import type { Facts } from "./database/tables.ts";
import { recordsErrors } from "./records-errors.ts";

export interface StartedStep {
  readonly number: number;
  readonly id: string;
}

export interface FinishedStep {
  readonly number: number;
  readonly outcome: "pass" | "fail";
  readonly code: string | null;
  readonly ms: number;
  readonly measurements: Facts;
}

/** The lines of a run's account, two for every step of every unit: prepared statements on the bare connection, inside a transaction. */
export class StepLines {
  readonly #connection: Database;
  #statements: { readonly start: Statement; readonly finish: Statement } | undefined;

  constructor(connection: Database) {
    this.#connection = connection;
  }

  /** Throws `records.not-found`. */
  start(runId: string, { number, id }: StartedStep, at: string): void {
    if (this.#run("start", { runId, number, id, at }) !== 1) throw recordsErrors.notFound(`no run ${runId}`);
  }

  /** Throws `records.run-over` when the step was not running. */
  finish(runId: string, { number, outcome, code, ms, measurements }: FinishedStep): void {
    const line = { runId, number, outcome, code, ms, measurements: encodeFacts(measurements) };
    if (this.#run("finish", line) !== 1) throw recordsErrors.runOver(`step ${number} of run ${runId} was not running`);
  }

  #run(name: "start" | "finish", values: object): number {
    try {
      this.#statements ??= prepare(this.#connection);
      return this.#statements[name].run(values).changes;
    } catch (error) {
      throw codedDatabaseError(error);
    }
  }
}

const prepare = (connection: Database) => ({
  start: connection.prepare(
    `insert into steps (run, number, step, outcome, startedAt, measurements)
     select id, @number, @id, 'running', @at, '{}' from runs where runId = @runId`,
  ),
  finish: connection.prepare(
    `update steps set outcome = @outcome, code = @code, ms = @ms, measurements = @measurements
     where run = (select id from runs where runId = @runId) and number = @number and outcome = 'running'`,
  ),
});
