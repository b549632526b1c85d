import { type Kysely, sql } from "kysely";
import type { z } from "zod";
import type { Clock } from "../base/clock.ts";
import type { AuditTrail } from "./audit/audit-trail.ts";
import { readRow } from "./database/read-row.ts";
import { printRow } from "./database/rows/label-rows.ts";
import type { Tables } from "./database/tables.ts";
import { inTransaction } from "./database/transaction.ts";
import { type ScanBack, scansOf } from "./label-scans.ts";
import { recordsErrors } from "./records-errors.ts";

const storedPrint = printRow.omit({ unit: true });
type StoredPrint = Readonly<z.infer<typeof storedPrint>>;
/** A label of a unit, printed or tried to; `scanBack` is null where none of its codes was to be scanned. */
export type RecordedPrint = Omit<StoredPrint, "id" | "slot" | "expected"> & { readonly scanBack: ScanBack | null };

export interface NewPrint {
  /** Name of the template, with its version. */
  readonly template: string;
  readonly printer: string;
  readonly copies: number;
  readonly outcome: "printed" | "failed";
  /** Of a failure. */
  readonly code: string | null;
  /** Why there is to be another one; null for a unit's first. */
  readonly reprintReason: string | null;
  /** Where one of its codes is to be scanned back, by the slot's name; null: nowhere. */
  readonly scanBack: { readonly slot: string; readonly codes: readonly string[] } | null;
}

const longest = 100;
/** Runs; what was in a slot before that many of the whole line is nothing to come back to. */
const lookedAt = 1000;
const notScanned: ScanBack = { outcome: "never", scanned: null, operator: null, at: null };

/** Labels: which unit got which, where and by whom. Two devices with one label look like one, so every further label has a reason. */
export class PrintRecords {
  readonly #database: Kysely<Tables>;
  readonly #clock: Clock;
  readonly #trail: AuditTrail;

  constructor(database: Kysely<Tables>, clock: Clock, trail: AuditTrail) {
    this.#database = database;
    this.#clock = clock;
    this.#trail = trail;
  }

  /** Throws `records.not-found`, `records.reprint-reason` where a label of the unit was printed before. */
  async recordPrint(serialNumber: string, print: NewPrint): Promise<void> {
    await inTransaction(this.#database, async (transaction) => {
      const unit = await transaction
        .selectFrom("units")
        .select("id")
        .where("serialNumber", "=", serialNumber)
        .executeTakeFirst();
      if (unit === undefined) throw recordsErrors.notFound(`no unit ${serialNumber}`);
      if (print.reprintReason === null) await refuseSilentReprint(transaction, unit.id, serialNumber);
      const { operator, station } = this.#trail.author;
      const { template, printer, copies, outcome, code, reprintReason, scanBack } = print;
      await transaction
        .insertInto("prints")
        .values({
          unit: unit.id,
          template,
          printer,
          copies,
          outcome,
          code,
          reprintReason,
          slot: scanBack?.slot ?? null,
          expected: scanBack === null ? null : JSON.stringify(scanBack.codes),
          operator,
          station,
          at: this.#clock.now().toISOString(),
        })
        .execute();
      this.#trail.append({
        act: outcome === "printed" ? "label-printed" : "label-failed",
        subject: serialNumber,
        reason: reprintReason,
        facts: { template, printer, copies, code },
      });
    });
  }

  /** Whether the next label of the unit needs a reason. */
  async isPrinted(serialNumber: string): Promise<boolean> {
    const printed = await this.#database
      .selectFrom("prints")
      .innerJoin("units", "units.id", "prints.unit")
      .select("prints.id")
      .where("units.serialNumber", "=", serialNumber)
      .where("outcome", "=", "printed")
      .executeTakeFirst();
    return printed !== undefined;
  }

  /** The unit whose run was the last in the slot and passed, if it has no label yet; `code`: of the last try, null where there was none. */
  async unprintedIn(
    slot: string,
  ): Promise<{ readonly serialNumber: string; readonly code: string | null } | undefined> {
    const last = await this.#database
      .selectFrom("runs")
      .leftJoin("units", "units.id", "runs.unit")
      .select(["units.serialNumber", "runs.outcome"])
      .where("runs.slot", "=", slot)
      .where("runs.id", ">", sql<number>`(select max(id) - ${lookedAt} from runs)`)
      .orderBy("runs.id", "desc")
      .limit(1)
      .executeTakeFirst();
    if (last?.outcome !== "pass" || last.serialNumber === null || (await this.isPrinted(last.serialNumber)))
      return undefined;
    const [tried] = await this.listPrints(last.serialNumber);
    return { serialNumber: last.serialNumber, code: tried?.code ?? null };
  }

  /** Newest first, the last 100. */
  async listPrints(serialNumber: string): Promise<readonly RecordedPrint[]> {
    const rows = await this.#database
      .selectFrom("prints")
      .innerJoin("units", "units.id", "prints.unit")
      .selectAll("prints")
      .where("units.serialNumber", "=", serialNumber)
      .orderBy("prints.id", "desc")
      .limit(longest)
      .execute();
    const prints = rows.map((row) => readRow(storedPrint, row));
    const scans = await scansOf(
      this.#database,
      prints.map(({ id }) => id),
    );
    return prints.map(({ id, slot: _slot, expected, ...print }) => ({
      ...print,
      scanBack: expected === null ? null : (scans.get(id) ?? notScanned),
    }));
  }
}

async function refuseSilentReprint(database: Kysely<Tables>, unit: number, serialNumber: string): Promise<void> {
  const printed = await database
    .selectFrom("prints")
    .select("id")
    .where("unit", "=", unit)
    .where("outcome", "=", "printed")
    .executeTakeFirst();
  if (printed !== undefined) throw recordsErrors.reprintReason(`unit ${serialNumber} has its label already`);
}
