import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { readRow } from "../database/read-row.ts";
import type { Tables } from "../database/tables.ts";
import { codeOf, finishedWithin, isFirst, isNew, type RunFilter } from "./count-runs.ts";
import type { Stretch } from "./slices.ts";

/** What a bar stands for; members left out do not narrow it. */
export interface BarFilter {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly outcome?: "pass" | "fail" | undefined;
  /** Failed with this code. */
  readonly code?: string | undefined;
  readonly slot?: string | undefined;
  /** Runs that passed, the slowest at this step first. */
  readonly step?: string | undefined;
  /** first: the unit's first run that ended in a verdict · new: its first PASS. */
  readonly which?: "first" | "new" | undefined;
  /** Who was signed in; null: nobody. */
  readonly operator?: string | null | undefined;
}

const behindRow = z.object({
  runId: z.string(),
  serialNumber: z.string().nullable(),
  lot: z.string(),
  slot: z.string(),
  outcome: z.enum(["pass", "fail", "interrupted"]),
  code: z.string().nullable(),
  sentence: z.string().nullable(),
  finishedAt: z.iso.datetime(),
  ms: z.number().nullable(),
  /** Time of the step asked for. */
  stepMs: z.number().nullable(),
});

export type RunBehind = z.output<typeof behindRow>;

/** The runs behind a bar, failures first, then the newest; at most `limit`. */
export async function runsBehind(
  database: Kysely<Tables>,
  stretch: Stretch,
  { filter, bar, limit }: { readonly filter: RunFilter; readonly bar: BarFilter; readonly limit: number },
): Promise<readonly RunBehind[]> {
  const { rows } = await sql`
    select runs.runId, units.serialNumber, runs.lot, runs.slot, runs.outcome, ${codeOf} as code,
      json_extract(runs.problem, '$.sentence') as sentence, runs.finishedAt, runs.ms,
      ${bar.step === undefined ? sql`null` : sql`timed.ms`} as stepMs
    from runs left join units on units.id = runs.unit
    ${bar.step === undefined ? sql`` : sql`join steps as timed on timed.run = runs.id and timed.step = ${bar.step} and timed.outcome = 'pass'`}
    where ${finishedWithin(stretch, filter)} ${narrowed(bar)}
    order by ${bar.step === undefined ? sql`runs.outcome = 'fail' desc` : sql`timed.ms desc`}, runs.finishedAt desc
    limit ${limit}`.execute(database);
  return rows.map((row) => readRow(behindRow, row));
}

/** The order of `runsBehind`, for putting several of its answers together. */
export const byInterest = (a: RunBehind, b: RunBehind): number =>
  (b.stepMs ?? 0) - (a.stepMs ?? 0) ||
  Number(b.outcome === "fail") - Number(a.outcome === "fail") ||
  b.finishedAt.localeCompare(a.finishedAt);

const narrowed = ({ outcome, code, slot, step, which, operator }: BarFilter) => sql`
  ${step !== undefined ? sql`and runs.outcome = 'pass'` : sql`and runs.outcome in ('pass', 'fail')`}
  ${outcome === undefined ? sql`` : sql`and runs.outcome = ${outcome}`}
  ${code === undefined ? sql`` : sql`and ${codeOf} = ${code}`}
  ${slot === undefined ? sql`` : sql`and runs.slot = ${slot}`}
  ${which === "first" ? sql`and ${isFirst}` : which === "new" ? sql`and ${isNew}` : sql``}
  ${operator === undefined ? sql`` : sql`and runs.operator is ${operator}`}`;
