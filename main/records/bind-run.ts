import { type Kysely, sql } from "kysely";
import type { Tables } from "./database/tables.ts";
import { type FoundRun, findRunningRun } from "./find-run.ts";
import { recordsErrors } from "./records-errors.ts";
import { refuseFullLot } from "./refuse-full-lot.ts";
import { searchTextOf } from "./search-text.ts";

interface Binding {
  readonly runId: string;
  readonly serialNumber: string;
  readonly model: string;
  readonly at: string;
}

/** Inside a transaction: ties a running run to its unit, and makes the unit if it is new. */
export async function bindRun(database: Kysely<Tables>, binding: Binding): Promise<void> {
  const run = await findRunningRun(database, binding.runId);
  const unit = await database
    .selectFrom("units")
    .selectAll()
    .where("serialNumber", "=", binding.serialNumber)
    .executeTakeFirst();
  if (run.unit !== null) {
    if (run.unit === unit?.id) return;
    throw recordsErrors.identityChanged(
      `run ${binding.runId} was already about another unit than ${binding.serialNumber}`,
    );
  }
  if (unit === undefined) return insertUnit(database, run, binding);
  if (unit.model !== binding.model) {
    throw recordsErrors.duplicateSerialNumber(
      `unit ${unit.serialNumber} is on record as model ${unit.model}, not ${binding.model}`,
    );
  }
  await refuseSecondSlot(database, run, unit);
  if (unit.passedAt === null) await refuseFullLot(database, { lot: run.lot, unit: unit.id, countRunning: true });
  const lot = unit.passedAt === null ? run.lot : unit.lot;
  await database
    .updateTable("units")
    .set({
      lot,
      runs: unit.runs + 1,
      lastRun: run.id,
      lastOutcome: "running",
      searchText: unit.searchText.replace(/[^\n]*$/, lot.toLowerCase()),
      updatedAt: binding.at,
    })
    .where("id", "=", unit.id)
    .execute();
  await database.updateTable("runs").set({ unit: unit.id }).where("id", "=", run.id).execute();
}

async function insertUnit(
  database: Kysely<Tables>,
  run: FoundRun,
  { serialNumber, model, at }: Binding,
): Promise<void> {
  await refuseFullLot(database, { lot: run.lot, unit: null, countRunning: true });
  const unit = await database
    .insertInto("units")
    .values({
      serialNumber,
      model,
      lot: run.lot,
      state: "new",
      runs: 1,
      lastRun: run.id,
      lastOutcome: "running",
      searchText: searchTextOf({ serialNumber, registrationId: "", lot: run.lot }),
      createdAt: at,
      updatedAt: at,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await database.updateTable("runs").set({ unit: unit.id }).where("id", "=", run.id).execute();
}

/** One serial number at work in two slots: one of the labels is wrong. A run left behind in the same slot does not count. */
async function refuseSecondSlot(
  database: Kysely<Tables>,
  run: FoundRun,
  unit: { readonly id: number; readonly serialNumber: string },
): Promise<void> {
  const { rows } = await sql<{ slot: string }>`
    select slot from runs where unit = ${unit.id} and outcome = 'running' and slot <> ${run.slot} limit 1`.execute(
    database,
  );
  if (rows[0] === undefined) return;
  throw recordsErrors.duplicateSerialNumber(
    `unit ${unit.serialNumber} is at work in slot ${rows[0].slot} at this moment`,
  );
}
