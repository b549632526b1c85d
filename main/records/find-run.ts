import type { Kysely } from "kysely";
import type { z } from "zod";
import type { Prepared } from "./database/prepared.ts";
import { runRow } from "./database/rows/run-rows.ts";
import type { Tables } from "./database/tables.ts";
import { recordsErrors } from "./records-errors.ts";

const foundRow = runRow.pick({ id: true, lot: true, slot: true, unit: true, outcome: true });

export type FoundRun = Readonly<z.output<typeof foundRow>>;

/** Throws `records.not-found`. */
export async function findRun(database: Kysely<Tables>, runId: string): Promise<Pick<FoundRun, "id" | "lot">> {
  const run = await database.selectFrom("runs").select(["id", "lot"]).where("runId", "=", runId).executeTakeFirst();
  if (run === undefined) throw recordsErrors.notFound(`no run ${runId}`);
  return run;
}

/** Inside a transaction. Throws `records.not-found`, and `records.run-over` for a run that has ended. */
export function findRunningRun(prepared: Prepared, runId: string): FoundRun {
  const text = "select id, lot, slot, unit, outcome from runs where runId = @runId";
  const run = prepared.first(foundRow, text, { runId });
  if (run === undefined) throw recordsErrors.notFound(`no run ${runId}`);
  if (run.outcome !== "running") throw recordsErrors.runOver(`run ${runId} has ended: ${run.outcome}`);
  return run;
}
