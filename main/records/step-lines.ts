import { encodeFacts } from "./database/encode-facts.ts";
import type { Prepared } from "./database/prepared.ts";
import type { Facts } from "./database/rows/row-values.ts";
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

const startText = `
  insert into steps (run, number, step, outcome, startedAt, measurements)
  select id, @number, @id, 'running', @at, '{}' from runs where runId = @runId`;

/** Inside a transaction. Throws `records.not-found`. */
export function startStep(prepared: Prepared, runId: string, { number, id }: StartedStep, at: string): void {
  if (prepared.change(startText, { runId, number, id, at }) !== 1) throw recordsErrors.notFound(`no run ${runId}`);
}

const finishText = `
  update steps set outcome = @outcome, code = @code, ms = @ms, measurements = @measurements
  where run = (select id from runs where runId = @runId) and number = @number and outcome = 'running'`;

/** Inside a transaction. Throws `records.run-over` when the step was not running. */
export function finishStep(prepared: Prepared, runId: string, step: FinishedStep): void {
  const { number, outcome, code, ms } = step;
  const line = { runId, number, outcome, code, ms, measurements: encodeFacts(step.measurements) };
  if (prepared.change(finishText, line) !== 1)
    throw recordsErrors.runOver(`step ${number} of run ${runId} was not running`);
}
