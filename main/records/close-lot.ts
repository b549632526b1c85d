import type { Kysely } from "kysely";
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
