import { sql } from "kysely";
import { finishRun, type Writing } from "./finish-run.ts";

/**
 * Inside a transaction: ends what a crash left running. A step that was at work when its run was recorded as passed did
 * its work (the record is its proof); every other one is interrupted.
 */
export async function interruptRuns(writing: Writing, at: string): Promise<number> {
  const { database, trail } = writing;
  const runs = await database
    .selectFrom("runs")
    .select(["id", "runId", "lot", "slot", "unit", "outcome"])
    .where("outcome", "=", sql.lit("running"))
    .execute();
  await sql`
    update steps set outcome = coalesce((
      select 'pass' from runs where runs.id = steps.run and runs.outcome = 'pass' and steps.startedAt <= runs.finishedAt
    ), 'interrupted') where outcome = 'running'`.execute(database);
  for (const run of runs) await finishRun(writing, run, { outcome: "interrupted", problem: null, ms: null, at });
  if (runs.length > 0)
    trail.append({ act: "runs-interrupted", subject: null, facts: { runs: runs.map(({ runId }) => runId) } });
  return runs.length;
}
