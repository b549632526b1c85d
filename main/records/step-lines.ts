import type { Database } from "better-sqlite3";
import { encodeFacts } from "./database/encode-facts.ts";
import { PreparedStatement } from "./database/prepared-statement.ts";
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

/** The lines of a run's account; only inside a transaction. */
export class StepLines {
  readonly #start: PreparedStatement;
  readonly #finish: PreparedStatement;

  constructor(connection: Database) {
    this.#start = new PreparedStatement(
      connection,
      `insert into steps (run, number, step, outcome, startedAt, measurements)
       select id, @number, @id, 'running', @at, '{}' from runs where runId = @runId`,
    );
    this.#finish = new PreparedStatement(
      connection,
      `update steps set outcome = @outcome, code = @code, ms = @ms, measurements = @measurements
       where run = (select id from runs where runId = @runId) and number = @number and outcome = 'running'`,
    );
  }

  /** Throws `records.not-found`. */
  start(runId: string, { number, id }: StartedStep, at: string): void {
    if (this.#start.run({ runId, number, id, at }) !== 1) throw recordsErrors.notFound(`no run ${runId}`);
  }

  /** Throws `records.run-over` when the step was not running. */
  finish(runId: string, { number, outcome, code, ms, measurements }: FinishedStep): void {
    const line = { runId, number, outcome, code, ms, measurements: encodeFacts(measurements) };
    if (this.#finish.run(line) !== 1) throw recordsErrors.runOver(`step ${number} of run ${runId} was not running`);
  }
}
