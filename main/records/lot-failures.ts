import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { readRow } from "./database/read-row.ts";
import type { Tables } from "./database/tables.ts";
import { notAskingForLabel } from "./insights/count-runs.ts";

const failureRow = z.object({
  code: z.string(),
  sentence: z.string(),
  runs: z.int(),
  units: z.int(),
  lastAt: z.iso.datetime().nullable(),
});

/** Runs of a lot that failed alike: how many, of how many units, and the newest of them. */
export type LotFailure = z.output<typeof failureRow>;

/** Failures of a lot by their code, the most frequent first, the first 100. */
export async function lotFailures(database: Kysely<Tables>, lot: string): Promise<readonly LotFailure[]> {
  const { rows } = await sql`
    select json_extract(problem, '$.code') as code, min(json_extract(problem, '$.sentence')) as sentence,
      count(*) as runs, count(distinct unit) as units, max(finishedAt) as lastAt
    from runs where lot = ${lot} and outcome = 'fail' and problem is not null and ${notAskingForLabel}
    group by code order by runs desc, code limit 100`.execute(database);
  return rows.map((row) => readRow(failureRow, row));
}
