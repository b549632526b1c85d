import type { Kysely } from "kysely";
import type { z } from "zod";
import { readRow } from "./database/read-row.ts";
import { unitStateRow } from "./database/rows/unit-rows.ts";
import type { Tables } from "./database/tables.ts";

const historyRow = unitStateRow.omit({ id: true, unit: true });
/** One step in a unit's life; the first PASS of a new unit is in its runs. */
export type UnitStateEntry = Readonly<z.infer<typeof historyRow>>;

/** Oldest first. */
export async function readUnitStates(database: Kysely<Tables>, unit: number): Promise<readonly UnitStateEntry[]> {
  const rows = await database.selectFrom("unitStates").selectAll().where("unit", "=", unit).orderBy("id").execute();
  return rows.map((row) => readRow(historyRow, row));
}
