import type { Kysely } from "kysely";
import type { Clock } from "../base/clock.ts";
import type { AuditTrail } from "./audit/audit-trail.ts";
import type { Tables } from "./database/tables.ts";
import { inTransaction } from "./database/transaction.ts";
import { moveUnit, stateBefore } from "./move-unit.ts";
import { recordsErrors } from "./records-errors.ts";
import { isAllowed, type UnitChange, unitChanges, type UnitState, unitTransitions } from "./unit-transitions.ts";

/** What may be done by hand with a unit in its state, and what becomes of it. */
export interface AllowedChange {
  readonly act: UnitChange;
  readonly to: UnitState;
  /** Its lot is closed, and this would change what has been delivered. */
  readonly lotClosed: boolean;
}

/** States of units as people change them, each with its reason; what has been written is never changed. */
export class UnitStateRecords {
  readonly #database: Kysely<Tables>;
  readonly #clock: Clock;
  readonly #trail: AuditTrail;

  constructor(database: Kysely<Tables>, clock: Clock, trail: AuditTrail) {
    this.#database = database;
    this.#clock = clock;
    this.#trail = trail;
  }

  /**
   * Throws `records.not-found`, `records.not-possible` for what the unit's state does not allow, `records.lot-closed` for rework of a
   * unit whose lot is closed: it would change what has been delivered.
   */
  change(
    serialNumber: string,
    { act, reason }: { readonly act: UnitChange; readonly reason: string },
  ): Promise<UnitState> {
    return inTransaction(this.#database, async (transaction) => {
      const unit = await readUnit(transaction, serialNumber);
      if (changesDelivery(act, unit.lotState))
        throw recordsErrors.lotClosed(`unit ${serialNumber} is of lot ${unit.lot}, which is closed`);
      return moveUnit(transaction, this.#trail, unit, { act, reason, at: this.#clock.now().toISOString() });
    });
  }

  /** In the order of `unitChanges`. Throws `records.not-found`. */
  async allowed(serialNumber: string): Promise<readonly AllowedChange[]> {
    const unit = await readUnit(this.#database, serialNumber);
    const acts = unitChanges.filter((act) => isAllowed(act, unit.state));
    return Promise.all(
      acts.map(async (act) => {
        const { to } = unitTransitions[act];
        return {
          act,
          to: to === "before" ? await stateBefore(this.#database, unit.id) : to,
          lotClosed: changesDelivery(act, unit.lotState),
        };
      }),
    );
  }
}

const changesDelivery = (act: UnitChange, lotState: string): boolean => act === "rework" && lotState === "closed";

async function readUnit(database: Kysely<Tables>, serialNumber: string) {
  const unit = await database
    .selectFrom("units")
    .innerJoin("lots", "lots.lot", "units.lot")
    .select(["units.id", "units.serialNumber", "units.state", "units.lot", "lots.state as lotState"])
    .where("units.serialNumber", "=", serialNumber)
    .executeTakeFirst();
  if (unit === undefined) throw recordsErrors.notFound(`no unit ${serialNumber}`);
  return unit;
}
