import type { Kysely } from "kysely";
import type { Tables } from "./database/tables.ts";
import { type LotAccount, readLotAccount } from "./lot-account.ts";
import { type LotUnitsOrder, type LotUnitsPage, readLotUnits } from "./lot-units.ts";
import { type FoundUnit, lookUpUnits } from "./unit-look-up.ts";

/** What the rooms for units and lots show of many rows: pages and counts, never more than a screen asks for. */
export class ListRecords {
  readonly #database: Kysely<Tables>;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  lotUnits(order: LotUnitsOrder): Promise<LotUnitsPage> {
    return readLotUnits(this.#database, order);
  }

  lotAccount(lot: string): Promise<LotAccount> {
    return readLotAccount(this.#database, lot);
  }

  /** By exactly what identifies a unit, or did before rework; at most 10. */
  lookUp(text: string): Promise<readonly FoundUnit[]> {
    return lookUpUnits(this.#database, text);
  }
}
