import type { Kysely } from "kysely";
import type { AuditTrail } from "./audit/audit-trail.ts";
import type { Problem, Tables } from "./database/tables.ts";
import { moveUnit } from "./move-unit.ts";
import type { FoundRun } from "./find-run.ts";

export interface RunEnd {
  readonly outcome: "pass" | "fail" | "interrupted";
  readonly problem: Problem | null;
  readonly ms: number | null;
  readonly at: string;
  /** What the unit is found by from now on; in the same update, for each one writes anew what is indexed of a unit. */
  readonly searchText?: string | undefined;
}

/** Inside a transaction: ends a running run and tells its unit, whose serial number it answers; null before it is known. */
export async function finishRun(
  database: Kysely<Tables>,
  trail: AuditTrail,
  run: FoundRun,
  { outcome, problem, ms, at, searchText }: RunEnd,
): Promise<string | null> {
  await database
    .updateTable("runs")
    .set({ outcome, ms, finishedAt: at, problem: problem === null ? null : problemText(problem) })
    .where("id", "=", run.id)
    .execute();
  if (run.unit === null) return null;
  const unit = await database.selectFrom("units").selectAll().where("id", "=", run.unit).executeTakeFirstOrThrow();
  // A power cut says nothing of the unit, so an interrupted run is not its first.
  const firstOutcome = outcome === "interrupted" ? unit.firstOutcome : (unit.firstOutcome ?? outcome);
  await database
    .updateTable("units")
    .set({
      firstOutcome,
      updatedAt: at,
      ...(searchText === undefined ? {} : { searchText }),
      ...(unit.lastRun === run.id ? { lastOutcome: outcome } : {}),
      ...(outcome === "pass" ? { passedAt: unit.passedAt ?? at } : {}),
      ...(outcome === "pass" && unit.state === "new" ? { state: "provisioned" as const } : {}),
    })
    .where("id", "=", run.unit)
    .execute();
  // That a new unit has passed stands in its runs; that one of rework has, in the history of its states.
  if (outcome === "pass" && unit.state === "rework")
    await moveUnit(database, trail, unit, { act: "provision", reason: "passed after rework", at });
  return unit.serialNumber;
}

// Only these four: an Error handed in here may carry more than belongs in the records.
const problemText = ({ code, sentence, detail, retry }: Problem): string =>
  JSON.stringify({ code, sentence, detail, retry });
