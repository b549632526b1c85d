import type { Kysely } from "kysely";
import type { AuditTrail } from "./audit/audit-trail.ts";
import { readRow } from "./database/read-row.ts";
import { unitStateRow } from "./database/rows/unit-rows.ts";
import type { Tables } from "./database/tables.ts";
import { recordsErrors } from "./records-errors.ts";
import { isAllowed, type UnitAct, type UnitState, unitTransitions } from "./unit-transitions.ts";

export interface UnitMove {
  readonly act: UnitAct;
  readonly reason: string;
  readonly at: string;
}

/**
 * Inside a transaction: takes a unit to its next state, and writes down from where, why and by whom, in its history and in the audit
 * trail. Throws `records.not-possible` for what the state does not allow.
 */
export async function moveUnit(
  database: Kysely<Tables>,
  trail: AuditTrail,
  unit: { readonly id: number; readonly serialNumber: string; readonly state: UnitState },
  { act, reason, at }: UnitMove,
): Promise<UnitState> {
  if (!isAllowed(act, unit.state))
    throw recordsErrors.notPossible(`${act} of unit ${unit.serialNumber}, which is ${unit.state}`);
  const wanted = unitTransitions[act].to;
  const to = wanted === "before" ? await stateBefore(database, unit.id) : wanted;
  await database.updateTable("units").set({ state: to, updatedAt: at }).where("id", "=", unit.id).execute();
  const { operator, station } = trail.author;
  await database
    .insertInto("unitStates")
    .values({ unit: unit.id, fromState: unit.state, toState: to, act, reason, operator, station, at })
    .execute();
  trail.append({ act: `unit-${act}`, subject: unit.serialNumber, reason, facts: { from: unit.state, to } });
  return to;
}

/** What the unit is again once it is released. */
export async function stateBefore(database: Kysely<Tables>, unit: number): Promise<UnitState> {
  const row = await database
    .selectFrom("unitStates")
    .selectAll()
    .where("unit", "=", unit)
    .where("toState", "=", "quarantined")
    .orderBy("id", "desc")
    .executeTakeFirst();
  const before = row === undefined ? "new" : readRow(unitStateRow, row).fromState;
  return before === "verified" ? "provisioned" : before;
}
