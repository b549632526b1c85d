import type { Kysely } from "kysely";
import { z } from "zod";
import type { Clock } from "../base/clock.ts";
import { readRow } from "./database/read-row.ts";
import { symmetricKeyRow } from "./database/rows/identity-rows.ts";
import type { Tables } from "./database/tables.ts";
import { inTransaction } from "./database/transaction.ts";
import { findRun } from "./find-run.ts";
import { recordsErrors } from "./records-errors.ts";

export interface SymmetricKeyIntent {
  /** The unit's serial number. */
  readonly unit: string;
  readonly runId: string;
  readonly registrationId: string;
  /** SHA-256 of the key the device gets, lower-case hex. */
  readonly keySha256: string;
  /** The keys under the station's secret key: these records cannot open them. */
  readonly sealed: string;
}

export interface SealedKey {
  readonly keySha256: string;
  readonly sealed: string;
}

const sealedRow = symmetricKeyRow.pick({ keySha256: true }).extend({ sealed: z.string() });

/** The journal of symmetric keys: written before a key leaves for its device, erased once the service has it. */
export class SymmetricKeyRecords {
  readonly #database: Kysely<Tables>;
  readonly #clock: Clock;

  constructor(database: Kysely<Tables>, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async intend({ unit, runId, registrationId, keySha256, sealed }: SymmetricKeyIntent): Promise<void> {
    await inTransaction(this.#database, async (transaction) => {
      const run = await findRun(transaction, runId);
      const owner = await transaction
        .selectFrom("units")
        .select("id")
        .where("serialNumber", "=", unit)
        .executeTakeFirst();
      if (owner === undefined) throw recordsErrors.notFound(`no unit ${unit}`);
      await transaction
        .insertInto("symmetricKeys")
        .values({
          unit: owner.id,
          run: run.id,
          registrationId,
          registrationKey: registrationId.toLowerCase(),
          keySha256,
          sealed,
          intendedAt: this.#clock.now().toISOString(),
        })
        .execute();
    });
  }

  /** The key of the identity on record under this registration id, until it is erased. */
  async find(registrationId: string): Promise<SealedKey | undefined> {
    const row = await this.#database
      .selectFrom("symmetricKeys")
      .innerJoin("identities", "identities.publicKeySha256", "symmetricKeys.keySha256")
      .select(["keySha256", "sealed"])
      .where("identities.registrationKey", "=", registrationId.toLowerCase())
      .where("sealed", "is not", null)
      .executeTakeFirst();
    return row === undefined ? undefined : readRow(sealedRow, row);
  }

  /** The key that was announced last for this unit under this registration id, until it is erased. */
  async findOf(unit: string, registrationId: string): Promise<SealedKey | undefined> {
    const row = await this.#database
      .selectFrom("symmetricKeys")
      .innerJoin("units", "units.id", "symmetricKeys.unit")
      .select(["keySha256", "sealed"])
      .where("units.serialNumber", "=", unit)
      .where("symmetricKeys.registrationKey", "=", registrationId.toLowerCase())
      .where("sealed", "is not", null)
      .orderBy("symmetricKeys.id", "desc")
      .executeTakeFirst();
    return row === undefined ? undefined : readRow(sealedRow, row);
  }
}
