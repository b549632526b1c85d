import { z } from "zod";
import type { Prepared } from "./database/prepared.ts";
import { runRow } from "./database/rows/run-rows.ts";
import { unitRow } from "./database/rows/unit-rows.ts";
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

const boundRow = unitRow.pick({
  id: true,
  serialNumber: true,
  model: true,
  lot: true,
  passedAt: true,
  searchText: true,
});
const unitText =
  "select id, serialNumber, model, lot, passedAt, searchText from units where serialNumber = @serialNumber";
const tieText = "update runs set unit = @unit where id = @run";
const againText = `
  update units set lot = @lot, runs = runs + 1, lastRun = @run, lastOutcome = 'running', searchText = @searchText,
    updatedAt = @at
  where id = @unit`;

/** Inside a transaction: ties a running run to its unit, and makes the unit if it is new. */
export function bindRun(prepared: Prepared, binding: Binding): void {
  const run = findRunningRun(prepared, binding.runId);
  const unit = prepared.first(boundRow, unitText, { serialNumber: binding.serialNumber });
  if (run.unit !== null) {
    if (run.unit === unit?.id) return;
    throw recordsErrors.identityChanged(
      `run ${binding.runId} was already about another unit than ${binding.serialNumber}`,
    );
  }
  if (unit === undefined) return insertUnit(prepared, run, binding);
  if (unit.model !== binding.model) {
    throw recordsErrors.duplicateSerialNumber(
      `unit ${unit.serialNumber} is on record as model ${unit.model}, not ${binding.model}`,
    );
  }
  refuseSecondSlot(prepared, run, unit);
  if (unit.passedAt === null) refuseFullLot(prepared, { lot: run.lot, unit: unit.id, countRunning: true });
  const lot = unit.passedAt === null ? run.lot : unit.lot;
  const searchText = unit.searchText.replace(/[^\n]*$/, lot.toLowerCase());
  prepared.change(againText, { lot, run: run.id, searchText, at: binding.at, unit: unit.id });
  prepared.change(tieText, { unit: unit.id, run: run.id });
}

const numberRow = unitRow.pick({ id: true });
const insertText = `
  insert into units (serialNumber, model, lot, state, runs, lastRun, lastOutcome, searchText, createdAt, updatedAt)
  values (@serialNumber, @model, @lot, 'new', 1, @run, 'running', @searchText, @at, @at)
  returning id`;

function insertUnit(prepared: Prepared, run: FoundRun, { serialNumber, model, at }: Binding): void {
  refuseFullLot(prepared, { lot: run.lot, unit: null, countRunning: true });
  const searchText = searchTextOf({ serialNumber, registrationId: "", lot: run.lot });
  const values = { serialNumber, model, lot: run.lot, run: run.id, searchText, at };
  const unit = prepared.first(numberRow, insertText, values)?.id ?? null;
  prepared.change(tieText, { unit, run: run.id });
}

const slotRow = z.object({ slot: runRow.shape.slot });
const slotText = `
  select slot from runs where unit = @unit and outcome = 'running' and slot <> @slot limit 1`;

/** One serial number at work in two slots: one of the labels is wrong. A run left behind in the same slot does not count. */
function refuseSecondSlot(
  prepared: Prepared,
  run: FoundRun,
  unit: { readonly id: number; readonly serialNumber: string },
): void {
  const other = prepared.first(slotRow, slotText, { unit: unit.id, slot: run.slot });
  if (other === undefined) return;
  throw recordsErrors.duplicateSerialNumber(
    `unit ${unit.serialNumber} is at work in slot ${other.slot} at this moment`,
  );
}
