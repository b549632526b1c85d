import type { Kysely } from "kysely";
import { readRow } from "./database/read-row.ts";
import type { Facts, Outcome, Problem } from "./database/rows/row-values.ts";
import { runRow, stepRow } from "./database/rows/run-rows.ts";
import type { Tables } from "./database/tables.ts";

export interface StepHistoryEntry {
  readonly id: string;
  readonly outcome: Outcome;
  readonly code: string | null;
  readonly ms: number | null;
  readonly measurements: Facts;
}

export interface RunHistoryEntry {
  readonly id: string;
  readonly slot: string;
  readonly lot: string;
  readonly outcome: Outcome;
  readonly startedAt: string;
  readonly ms: number | null;
  readonly problem: Problem | null;
  /** Who was signed in when it began. */
  readonly operator: string | null;
  /** Null for runs of earlier versions. */
  readonly station: string | null;
  readonly steps: readonly StepHistoryEntry[];
}

const longest = 100;

/** The unit's runs with their steps, newest run first, steps in their order. */
export async function readRunHistory(database: Kysely<Tables>, unit: number): Promise<readonly RunHistoryEntry[]> {
  const rows = await database
    .selectFrom("runs")
    .selectAll()
    .where("unit", "=", unit)
    .orderBy("id", "desc")
    .limit(longest)
    .execute();
  const runs = rows.map((row) => readRow(runRow, row));
  const ids = runs.map(({ id }) => id);
  const stepRows = await database.selectFrom("steps").selectAll().where("run", "in", ids).orderBy("number").execute();
  const steps = Map.groupBy(
    stepRows.map((row) => readRow(stepRow, row)),
    ({ run }) => run,
  );
  return runs.map(({ id, runId, slot, lot, outcome, startedAt, ms, problem, operator, station }) => ({
    id: runId,
    slot,
    lot,
    outcome,
    startedAt,
    ms,
    problem,
    operator,
    station,
    steps: (steps.get(id) ?? []).map(({ step, outcome, code, ms, measurements }) => ({
      id: step,
      outcome,
      code,
      ms,
      measurements,
    })),
  }));
}
