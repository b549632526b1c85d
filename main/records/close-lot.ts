import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { readRow } from "./database/read-row.ts";
import type { Tables } from "./database/tables.ts";
import { lotErrors } from "./lot-errors.ts";

const named = 5;

/** Inside a transaction: throws `lot.open-quarantine` naming the first of the lot's units that are on hold or in rework. */
export async function refuseOpenQuarantine(database: Kysely<Tables>, lot: string): Promise<void> {
  const rows = await database
    .selectFrom("units")
    .select(["serialNumber", "state"])
    .where("lot", "=", lot)
    .where("state", "in", ["quarantined", "rework"])
    .orderBy("id")
    .limit(named + 1)
    .execute();
  if (rows.length === 0) return;
  const units = rows.slice(0, named).map(({ serialNumber, state }) => `${serialNumber} (${state})`);
  throw lotErrors.openQuarantine(`lot ${lot}: ${units.join(", ")}${rows.length > named ? " and more" : ""}`);
}

/** Which units of a lot QA looks at, counted in the order in which they passed first. */
export interface SamplePlan {
  /** Every n-th. */
  readonly every?: number | undefined;
  readonly firstOfLot?: boolean | undefined;
}

const sampleRow = z.object({ serialNumber: z.string(), number: z.int() });
/** A unit that has to be verified, and its place in the lot from 1. */
export type DueSample = Readonly<z.infer<typeof sampleRow>>;

/** Samples that are not verified; scrap is nobody's sample. The first `most`, in the order of the lot. */
export async function samplesDue(
  database: Kysely<Tables>,
  lot: string,
  { every, firstOfLot = false }: SamplePlan,
  most = 100,
): Promise<readonly DueSample[]> {
  const { rows } = await sql`
    select serialNumber, number from (
      select serialNumber, state, row_number() over (order by passedAt, id) as number
      from units where lot = ${lot} and passedAt is not null
    ) where state not in ('verified', 'scrapped')
      and ((${firstOfLot ? 1 : 0} and number = 1) or (${every ?? 0} > 0 and number % ${every ?? 1} = 0))
    order by number limit ${most}`.execute(database);
  return rows.map((row) => readRow(sampleRow, row));
}

/** Inside a transaction: throws `lot.samples-due` naming the first. */
export async function refuseDueSamples(database: Kysely<Tables>, lot: string, plan: SamplePlan): Promise<void> {
  const due = await samplesDue(database, lot, plan, named + 1);
  if (due.length === 0) return;
  const units = due.slice(0, named).map(({ serialNumber, number }) => `${serialNumber} (unit ${number})`);
  throw lotErrors.samplesDue(`lot ${lot}: ${units.join(", ")}${due.length > named ? " and more" : ""}`);
}
