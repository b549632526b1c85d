import type { Kysely } from "kysely";
import type { z } from "zod";
import type { Clock } from "../base/clock.ts";
import { readRow } from "./database/read-row.ts";
import { stationRow } from "./database/rows/station-rows.ts";
import type { Tables } from "./database/tables.ts";
import { inTransaction } from "./database/transaction.ts";

const storedStation = stationRow.omit({ id: true });
/** A station that has worked with these records. */
export type RecordedStation = Readonly<z.infer<typeof storedStation>>;

/** Stations by the name they are given in Set-up and the name of their machine; runs and lots have the first. */
export class StationRecords {
  readonly #database: Kysely<Tables>;
  readonly #clock: Clock;

  constructor(database: Kysely<Tables>, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** At its start, and now and then while it works. */
  async seen(station: { readonly name: string; readonly host: string }): Promise<void> {
    const at = this.#clock.now().toISOString();
    await inTransaction(this.#database, async (transaction) => {
      await transaction
        .insertInto("stations")
        .values({ ...station, firstSeenAt: at, lastSeenAt: at })
        .onConflict((conflict) => conflict.columns(["name", "host"]).doUpdateSet({ lastSeenAt: at }))
        .execute();
    });
  }

  /** In the order in which they came. */
  async list(): Promise<readonly RecordedStation[]> {
    const rows = await this.#database.selectFrom("stations").selectAll().orderBy("id").limit(1000).execute();
    return rows.map((row) => readRow(storedStation, row));
  }
}
