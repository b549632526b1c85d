import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { readRow } from "./database/read-row.ts";
import type { Tables } from "./database/tables.ts";
import { type LotAccount, readLotAccount } from "./lot-account.ts";
import { countLotUnits, type LotUnitsOrder, type LotUnitsPage, readLotUnits } from "./lot-units.ts";
import { type FoundUnit, lookUpUnits } from "./unit-look-up.ts";

/** What the rooms for units and lots show of many rows: pages and counts, never more than a screen asks for. */
export class ListRecords {
  readonly #database: Kysely<Tables>;

  /** Who scrolls through a table asks for page after page of the same: it is counted anew when something was written. */
  #counted: { readonly key: string; readonly total: number } | undefined;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  async lotUnits(order: LotUnitsOrder): Promise<LotUnitsPage> {
    const units = await readLotUnits(this.#database, order);
    const { lot, filter, prefix } = order;
    const key = JSON.stringify([lot, filter, prefix, await this.#changes()]);
    if (this.#counted?.key !== key) this.#counted = { key, total: await countLotUnits(this.#database, order) };
    return { units, total: this.#counted.total };
  }

  /** Rows this connection has written: the only one that does. */
  async #changes(): Promise<number> {
    const { rows } = await sql`select total_changes() as changes`.execute(this.#database);
    return readRow(z.object({ changes: z.int() }), rows[0]).changes;
  }

  lotAccount(lot: string): Promise<LotAccount> {
    return readLotAccount(this.#database, lot);
  }

  /** By exactly what identifies a unit, or did before rework; at most 10. */
  lookUp(text: string): Promise<readonly FoundUnit[]> {
    return lookUpUnits(this.#database, text);
  }
}
