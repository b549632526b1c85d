import type { Kysely } from "kysely";
import type { Outcome, Tables } from "./database/tables.ts";
import { recordsErrors } from "./records-errors.ts";

export interface FoundRun {
  readonly id: number;
  readonly lot: string;
  readonly slot: string;
  readonly unit: number | null;
  readonly outcome: Outcome;
}

/** Throws `records.not-found`. */
export async function findRun(database: Kysely<Tables>, runId: string): Promise<FoundRun> {
  const run = await database
    .selectFrom("runs")
    .select(["id", "lot", "slot", "unit", "outcome"])
    .where("runId", "=", runId)
    .executeTakeFirst();
  if (run === undefined) throw recordsErrors.notFound(`no run ${runId}`);
  return run;
}

/** Throws `records.run-over` for a run that has ended. */
export async function findRunningRun(database: Kysely<Tables>, runId: string): Promise<FoundRun> {
  const run = await findRun(database, runId);
  if (run.outcome !== "running") throw recordsErrors.runOver(`run ${runId} has ended: ${run.outcome}`);
  return run;
}
