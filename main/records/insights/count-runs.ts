import { type Kysely, type RawBuilder, sql } from "kysely";
import { z } from "zod";
import { readRow } from "../database/read-row.ts";
import type { Tables } from "../database/tables.ts";
import type { Stretch } from "./slices.ts";

/** Which runs of a stretch of time. */
export interface RunFilter {
  readonly lot: string | null;
  readonly model: string | null;
}

const countedRow = z.object({
  outcome: z.enum(["pass", "fail", "interrupted"]),
  lot: z.string(),
  slot: z.string(),
  code: z.string().nullable(),
  /** What the line was told to do about it, in English. */
  sentence: z.string().nullable(),
  /** 1: the first run of its unit that ended in a verdict. */
  isFirst: z.int(),
  /** 1: the unit passed for the first time. */
  isNew: z.int(),
  runs: z.int(),
});

/** Runs that are alike in all that the pictures tell apart, and how many they are. */
export type CountedRuns = z.output<typeof countedRow>;

/** Finished runs of a stretch in groups: a few dozen rows, however many runs there are. */
export async function countRuns(
  database: Kysely<Tables>,
  stretch: Stretch,
  filter: RunFilter,
): Promise<readonly CountedRuns[]> {
  const { rows } = await sql`
    select outcome, lot, slot, code, max(sentence) as sentence, isFirst, isNew, count(*) as runs from (
      select outcome, lot, slot, ${codeOf} as code, case when outcome = 'fail' then json_extract(problem, '$.sentence') end as sentence,
        ${isFirst} as isFirst, ${isNew} as isNew
      from runs where ${finishedWithin(stretch, filter)}
    ) group by outcome, lot, slot, code, isFirst, isNew`.execute(database);
  return rows.map((row) => readRow(countedRow, row));
}

const operatorRow = z.object({ operator: z.string().nullable(), outcome: z.enum(["pass", "fail"]), runs: z.int() });

/** Finished runs of a stretch by who was signed in. */
export async function countRunsByOperator(
  database: Kysely<Tables>,
  stretch: Stretch,
  filter: RunFilter,
): Promise<readonly z.output<typeof operatorRow>[]> {
  const { rows } = await sql`
    select operator, outcome, count(*) as runs from runs
    where ${finishedWithin(stretch, filter)} and outcome in ('pass', 'fail') group by operator, outcome`.execute(
    database,
  );
  return rows.map((row) => readRow(operatorRow, row));
}

/**
 * A unit that tells no serial number is asked for its label, and the scan begins its run: nobody saw a failure, and none is counted. Null-safe,
 * for problems are.
 */
export const notAskingForLabel = sql`(runs.outcome <> 'fail' or runs.unit is not null
  or json_extract(runs.problem, '$.code') is not 'unit.serial-missing')`;

/** The plus keeps the planner at the index of the time: a lot may have a million runs. */
export const finishedWithin = ({ from, to }: Stretch, { lot, model }: RunFilter): RawBuilder<unknown> =>
  sql`finishedAt >= ${from.toISOString()} and finishedAt < ${to.toISOString()} and ${notAskingForLabel}
    ${lot === null ? sql`` : sql`and +runs.lot = ${lot}`}
    ${model === null ? sql`` : sql`and +runs.lot in (select lots.lot from lots where lots.model = ${model})`}`;

export const codeOf = sql`case when runs.outcome = 'fail' then json_extract(runs.problem, '$.code') end`;

export const isFirst = sql`(runs.unit is not null and runs.outcome <> 'interrupted' and not exists (
  select 1 from runs as earlier where earlier.unit = runs.unit and earlier.id < runs.id and earlier.outcome in ('pass', 'fail')))`;

export const isNew = sql`(runs.outcome = 'pass' and not exists (
  select 1 from runs as earlier where earlier.unit = runs.unit and earlier.id < runs.id and earlier.outcome = 'pass'))`;
