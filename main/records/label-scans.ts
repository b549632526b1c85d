import type { Kysely } from "kysely";
import type { Clock } from "../base/clock.ts";
import type { AuditTrail } from "./audit/audit-trail.ts";
import { readRow } from "./database/read-row.ts";
import { labelScanRow, printRow } from "./database/rows/label-rows.ts";
import type { Tables } from "./database/tables.ts";
import { inTransaction } from "./database/transaction.ts";

/** A printed label that one of its codes is to be scanned of. */
export interface AwaitedLabel {
  /** Of the print. */
  readonly print: number;
  readonly serialNumber: string;
  readonly codes: readonly string[];
}

export interface NewLabelScan {
  readonly label: Pick<AwaitedLabel, "print" | "serialNumber">;
  /** none: the line went on without. */
  readonly outcome: "right" | "wrong" | "none";
  /** Left out for none. */
  readonly scanned?: string;
  /** Name of the slot. */
  readonly slot: string;
}

/** What came of scanning a label back: right once it was, wrong while nothing but other labels were scanned, never where none was. */
export interface ScanBack {
  readonly outcome: "right" | "wrong" | "never";
  readonly scanned: string | null;
  readonly operator: string | null;
  /** Null for never. */
  readonly at: string | null;
}

const acts = { right: "label-checked", wrong: "label-wrong", none: "label-not-scanned" } as const;
const longestScan = 128;

/** Labels scanned back, or not: every scan, and which label still waits for one. */
export class LabelScanRecords {
  readonly #database: Kysely<Tables>;
  readonly #clock: Clock;
  readonly #trail: AuditTrail;

  constructor(database: Kysely<Tables>, clock: Clock, trail: AuditTrail) {
    this.#database = database;
    this.#clock = clock;
    this.#trail = trail;
  }

  async record({ label: { print, serialNumber }, outcome, scanned, slot }: NewLabelScan): Promise<void> {
    const text = scanned?.slice(0, longestScan) ?? null;
    await inTransaction(this.#database, async (transaction) => {
      const { operator, station } = this.#trail.author;
      const at = this.#clock.now().toISOString();
      await transaction
        .insertInto("labelScans")
        .values({ print, outcome, scanned: text, operator, station, at })
        .execute();
      const facts = { ...(text === null ? {} : { scanned: text }), slot };
      this.#trail.append({ act: acts[outcome], subject: serialNumber, facts });
    });
  }

  /** The last label of the slot, while the line has neither scanned it nor gone on. */
  async awaitedIn(slot: string): Promise<AwaitedLabel | undefined> {
    const last = await this.#awaited().where("prints.slot", "=", slot).executeTakeFirst();
    if (last === undefined) return undefined;
    const newest = await this.#newestOf(last.serialNumber);
    const isOpen = newest?.id === last.id && (await this.#outcomes(last.id)).every((outcome) => outcome === "wrong");
    return isOpen ? awaitedLabel(last) : undefined;
  }

  /** The unit's last label, where one of its codes was to be scanned and never was. */
  async unscannedOf(serialNumber: string): Promise<AwaitedLabel | undefined> {
    const newest = await this.#newestOf(serialNumber);
    if (newest === undefined || newest.expected === null) return undefined;
    return (await this.#outcomes(newest.id)).includes("right") ? undefined : awaitedLabel(newest);
  }

  #awaited() {
    return this.#printed().where("prints.expected", "is not", null);
  }

  #newestOf(serialNumber: string) {
    return this.#printed().where("units.serialNumber", "=", serialNumber).executeTakeFirst();
  }

  #printed() {
    return this.#database
      .selectFrom("prints")
      .innerJoin("units", "units.id", "prints.unit")
      .select(["prints.id", "prints.expected", "units.serialNumber"])
      .where("prints.outcome", "=", "printed")
      .orderBy("prints.id", "desc")
      .limit(1);
  }

  async #outcomes(print: number): Promise<readonly NewLabelScan["outcome"][]> {
    const rows = await this.#database.selectFrom("labelScans").selectAll().where("print", "=", print).execute();
    return rows.map((row) => readRow(labelScanRow, row).outcome);
  }
}

const awaitedPrint = printRow.pick({ id: true, expected: true });

function awaitedLabel(row: { readonly serialNumber: string }): AwaitedLabel {
  const { id, expected } = readRow(awaitedPrint, row);
  return { print: id, serialNumber: row.serialNumber, codes: expected ?? [] };
}

/** Of prints by their id; one that was never scanned is not in it. */
export async function scansOf(
  database: Kysely<Tables>,
  prints: readonly number[],
): Promise<ReadonlyMap<number, ScanBack>> {
  const rows = await database
    .selectFrom("labelScans")
    .selectAll()
    .where("print", "in", [...prints])
    .where("outcome", "!=", "none")
    .orderBy("id")
    .execute();
  const found = new Map<number, ScanBack>();
  for (const row of rows) {
    const { print, outcome, scanned, operator, at } = readRow(labelScanRow, row);
    if (outcome !== "none" && found.get(print)?.outcome !== "right")
      found.set(print, { outcome, scanned, operator, at });
  }
  return found;
}
