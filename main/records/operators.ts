import type { Kysely, Updateable } from "kysely";
import type { z } from "zod";
import type { Clock } from "../base/clock.ts";
import type { AuditTrail } from "./audit/audit-trail.ts";
import { readRow } from "./database/read-row.ts";
import { operatorRow } from "./database/rows/station-rows.ts";
import type { Tables } from "./database/tables.ts";
import { inTransaction, inUnforcedTransaction } from "./database/transaction.ts";
import { recordsErrors } from "./records-errors.ts";

/** With what it takes to recognise somebody; for the station only. */
export type RecordedOperator = Readonly<z.infer<typeof operatorRow>>;

export interface OperatorChange {
  readonly role?: string | undefined;
  readonly pinHash?: string | undefined;
  readonly badgeDigest?: string | undefined;
}

export interface NewOperator extends OperatorChange {
  readonly name: string;
  readonly role: string;
}

type Columns = Updateable<Tables["operators"]>;

/** Who works at the station. Nobody is deleted: the name stays with what was done. Every change is in the audit trail. */
export class OperatorRecords {
  readonly #database: Kysely<Tables>;
  readonly #clock: Clock;
  readonly #trail: AuditTrail;

  constructor(database: Kysely<Tables>, clock: Clock, trail: AuditTrail) {
    this.#database = database;
    this.#clock = clock;
    this.#trail = trail;
  }

  /** By name. */
  async list(): Promise<readonly RecordedOperator[]> {
    const rows = await this.#database.selectFrom("operators").selectAll().orderBy("nameKey").execute();
    return rows.map((row) => readRow(operatorRow, row));
  }

  /** Whatever the case of the letters. */
  async byName(name: string): Promise<RecordedOperator | undefined> {
    const row = await this.#database
      .selectFrom("operators")
      .selectAll()
      .where("nameKey", "=", keyOf(name))
      .executeTakeFirst();
    return row === undefined ? undefined : readRow(operatorRow, row);
  }

  async byBadge(badgeDigest: string): Promise<RecordedOperator | undefined> {
    const row = await this.#database
      .selectFrom("operators")
      .selectAll()
      .where("badgeDigest", "=", badgeDigest)
      .executeTakeFirst();
    return row === undefined ? undefined : readRow(operatorRow, row);
  }

  /** Throws `records.duplicate-operator`. */
  async add({ name, role, pinHash, badgeDigest }: NewOperator): Promise<void> {
    const at = this.#clock.now().toISOString();
    await inTransaction(this.#database, async (transaction) => {
      await transaction
        .insertInto("operators")
        .values({
          name,
          nameKey: keyOf(name),
          role,
          pinHash: pinHash ?? null,
          badgeDigest: badgeDigest ?? null,
          active: 1,
          misses: 0,
          createdAt: at,
          updatedAt: at,
        })
        .execute();
      const facts = { role, pin: pinHash !== undefined, badge: badgeDigest !== undefined };
      this.#trail.append({ act: "operator-added", subject: name, facts });
    });
  }

  /** Throws `records.not-found`, `records.duplicate-operator`. */
  change(name: string, { role, pinHash, badgeDigest }: OperatorChange): Promise<void> {
    const columns: Columns = {
      ...(role === undefined ? {} : { role }),
      ...(pinHash === undefined ? {} : { pinHash, misses: 0, lockedUntil: null }),
      ...(badgeDigest === undefined ? {} : { badgeDigest }),
    };
    const facts = {
      pin: pinHash !== undefined,
      badge: badgeDigest !== undefined,
      ...(role === undefined ? {} : { role }),
    };
    return this.#update(name, columns, (known) =>
      this.#trail.append({ act: "operator-changed", subject: known, facts }),
    );
  }

  /** PIN and badge are forgotten, so that the badge can be somebody else's. Throws `records.not-found`. */
  deactivate(name: string): Promise<void> {
    const columns: Columns = { active: 0, pinHash: null, badgeDigest: null };
    return this.#update(name, columns, (known) => this.#trail.append({ act: "operator-deactivated", subject: known }));
  }

  /** A wrong PIN was given. */
  async missed(name: string, { misses, lockedUntil }: Pick<RecordedOperator, "misses" | "lockedUntil">): Promise<void> {
    await this.#update(name, { misses, lockedUntil }, (known) => {
      if (lockedUntil === null) return;
      this.#trail.append({ act: "operator-locked-out", subject: known, facts: { misses, lockedUntil } });
    });
  }

  /** The right one was given. */
  async recognised(name: string): Promise<void> {
    await inUnforcedTransaction(this.#database, (transaction) =>
      transaction
        .updateTable("operators")
        .set({ misses: 0, lockedUntil: null })
        .where("nameKey", "=", keyOf(name))
        .execute(),
    );
  }

  async #update(name: string, columns: Columns, also: (known: string) => void): Promise<void> {
    const updatedAt = this.#clock.now().toISOString();
    await inTransaction(this.#database, async (transaction) => {
      const known = await transaction
        .updateTable("operators")
        .set({ ...columns, updatedAt })
        .where("nameKey", "=", keyOf(name))
        .returning("name")
        .executeTakeFirst();
      if (known === undefined) throw recordsErrors.notFound(`no operator ${name}`);
      also(known.name);
    });
  }
}

const keyOf = (name: string): string => name.normalize("NFC").toLowerCase();
