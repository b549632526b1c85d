import { type Kysely, sql } from "kysely";
import type { Tables } from "./database/tables.ts";
import { recordsErrors } from "./records-errors.ts";

/** Throws `records.lot-closed`, and `records.lot-full` when the lot's quantity is reached without this unit; scrap takes no place, `countRunning` counts the units at work as well. */
export async function refuseFullLot(
  database: Kysely<Tables>,
  asked: { readonly lot: string; readonly unit: number | null; readonly countRunning: boolean },
): Promise<void> {
  const lot = await database
    .selectFrom("lots")
    .select(["quantity", "state"])
    .where("lot", "=", asked.lot)
    .executeTakeFirst();
  if (lot?.state === "closed") throw recordsErrors.lotClosed(`lot ${asked.lot} is closed`);
  if (lot === undefined || lot.quantity === null) return;
  const running = asked.countRunning ? sql`or lastOutcome = 'running'` : sql``;
  const { rows } = await sql<{ taken: number }>`
    select count(*) as taken from units
    where lot = ${asked.lot} and (passedAt is not null ${running}) and state <> 'scrapped' and id is not ${asked.unit}`.execute(
    database,
  );
  const taken = rows[0]?.taken ?? 0;
  if (taken >= lot.quantity) throw recordsErrors.lotFull(`lot ${asked.lot} has ${taken} of ${lot.quantity} units`);
}
