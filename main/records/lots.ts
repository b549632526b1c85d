import { type Kysely, sql } from "kysely";
import { z } from "zod";
import type { Clock } from "../base/clock.ts";
import type { AuditTrail } from "./audit/audit-trail.ts";
import { type DueSample, refuseDueSamples, refuseOpenQuarantine, type SamplePlan, samplesDue } from "./close-lot.ts";
import { readRow } from "./database/read-row.ts";
import { lotRow } from "./database/rows/lot-rows.ts";
import type { RecipeAttestation } from "./database/rows/row-values.ts";
import type { Tables } from "./database/tables.ts";
import { inTransaction } from "./database/transaction.ts";
import { type LotFailure, lotFailures } from "./lot-failures.ts";
import { recordsErrors } from "./records-errors.ts";

export interface NewLot {
  readonly lot: string;
  /** Name of the recipe. */
  readonly recipe: string;
  /** SHA-256 of `recipeText`, hex. */
  readonly recipeHash: string;
  /** The recipe's canonical JSON. */
  readonly recipeText: string;
  readonly model: string;
  readonly attestation: RecipeAttestation;
  readonly quantity: number | null;
}

export interface Lot extends NewLot {
  readonly state: "open" | "closed";
  readonly openedAt: string;
  /** Null: nobody was signed in. */
  readonly openedBy: string | null;
  readonly closedAt: string | null;
  readonly closedBy: string | null;
  /** The station it was opened at; null for those of earlier versions. */
  readonly station: string | null;
}

/** A lot with its counts, as the screens show it. */
export interface LotSummary extends Omit<Lot, "recipeText"> {
  /** Units that passed and are neither on hold nor scrapped. */
  readonly done: number;
  readonly failed: number;
  readonly scrapped: number;
  /** Units still to be built; those on hold keep their place, those scrapped do not. Null without a quantity. */
  readonly remaining: number | null;
  /** Units on hold or in rework: as long as there are any, the lot cannot be closed. */
  readonly onHold: number;
  readonly firstPassYield: number | null;
  readonly perHour: number;
  /** Of the newest seal of its manifest. */
  readonly sealedAt: string | null;
}

const hourMs = 3_600_000;
const summaryRow = lotRow.omit({ id: true, recipeText: true }).extend({
  notDone: z.int(),
  failed: z.int(),
  scrapped: z.int(),
  placesHeld: z.int(),
  onHold: z.int(),
  units: z.int(),
  notAtOnce: z.int(),
  unfinished: z.int(),
  perHour: z.int(),
  sealedAt: z.iso.datetime().nullable(),
});

/** Lots: units built under one recipe version for one order. */
export class LotRecords {
  readonly #database: Kysely<Tables>;
  readonly #clock: Clock;
  readonly #trail: AuditTrail;

  constructor(database: Kysely<Tables>, clock: Clock, trail: AuditTrail) {
    this.#database = database;
    this.#clock = clock;
    this.#trail = trail;
  }

  /** Opens a lot; the same lot under the same recipe again is the lot that is there. Throws `records.lot-exists` for another recipe. */
  async open(lot: NewLot): Promise<LotSummary> {
    await inTransaction(this.#database, async (transaction) => {
      const known = await transaction.selectFrom("lots").selectAll().where("lot", "=", lot.lot).executeTakeFirst();
      if (known === undefined) {
        const openedAt = this.#clock.now().toISOString();
        const { operator, station } = this.#trail.author;
        await transaction
          .insertInto("lots")
          .values({ ...columns(lot), state: "open", openedAt, openedBy: operator, station })
          .execute();
        const { recipe, recipeHash, quantity } = lot;
        this.#trail.append({ act: "lot-opened", subject: lot.lot, facts: { recipe, recipeHash, quantity } });
      } else if (known.recipeHash !== lot.recipeHash) {
        throw recordsErrors.lotExists(`lot ${lot.lot} was opened with recipe ${known.recipe} ${known.recipeHash}`);
      }
    });
    return this.#existing(lot.lot);
  }

  /**
   * For good: no more units after this, and its manifest stays what it is. A closed one stays closed. Throws `records.not-found`,
   * `lot.open-quarantine`, `lot.samples-due`.
   */
  async close(lot: string, sample: SamplePlan = {}): Promise<LotSummary> {
    await inTransaction(this.#database, async (transaction) => {
      const known = await transaction.selectFrom("lots").select("state").where("lot", "=", lot).executeTakeFirst();
      if (known?.state !== "open") return;
      await refuseOpenQuarantine(transaction, lot);
      await refuseDueSamples(transaction, lot, sample);
      const closedAt = this.#clock.now().toISOString();
      const closedBy = this.#trail.author.operator;
      await transaction
        .updateTable("lots")
        .set({ state: "closed", closedAt, closedBy })
        .where("lot", "=", lot)
        .execute();
      this.#trail.append({ act: "lot-closed", subject: lot });
    });
    return this.#existing(lot);
  }

  /** Units of the plan that have to be verified before the lot can be closed, the first 100. */
  samplesDue(lot: string, sample: SamplePlan): Promise<readonly DueSample[]> {
    return samplesDue(this.#database, lot, sample);
  }

  /** What failed in it by code, the most frequent first. */
  failures(lot: string): Promise<readonly LotFailure[]> {
    return lotFailures(this.#database, lot);
  }

  async get(lot: string): Promise<Lot | undefined> {
    const row = await this.#database.selectFrom("lots").selectAll().where("lot", "=", lot).executeTakeFirst();
    return row === undefined ? undefined : toLot(row);
  }

  /** Newest first. */
  async list(): Promise<readonly Lot[]> {
    const rows = await this.#database.selectFrom("lots").selectAll().orderBy("id", "desc").execute();
    return rows.map(toLot);
  }

  async summary(lot: string): Promise<LotSummary | undefined> {
    return (await this.#summaries(lot))[0];
  }

  /** Newest first. */
  summaries(): Promise<readonly LotSummary[]> {
    return this.#summaries();
  }

  async #existing(lot: string): Promise<LotSummary> {
    const summary = await this.summary(lot);
    if (summary === undefined) throw recordsErrors.notFound(`no lot ${lot}`);
    return summary;
  }

  async #summaries(lot?: string): Promise<readonly LotSummary[]> {
    const anHourAgo = new Date(this.#clock.now().getTime() - hourMs).toISOString();
    const { rows } = await sql`
      select lots.lot, recipe, recipeHash, lots.model, attestation, quantity, lots.state, openedAt, openedBy, closedAt, closedBy,
        station,
        (select max(createdAt) from seals where seals.lot = lots.lot) as sealedAt,
        (${countOf} and state in ('quarantined', 'rework')) as onHold,
        (${countOf} and state in ('quarantined', 'rework') and +passedAt is not null) as placesHeld,
        (${countOf} and state in ('new', 'quarantined', 'rework', 'scrapped')) as notDone,
        (${countOf} and state = 'scrapped') as scrapped,
        (${countOf} and lastOutcome = 'fail') as failed,
        (${countOf}) as units,
        (${countOf} and firstOutcome is not 'pass') as notAtOnce,
        (${countOf} and firstOutcome is not 'pass' and firstOutcome is null) as unfinished,
        (${countOf} and passedAt > ${anHourAgo}) as perHour
      from lots ${lot === undefined ? sql`` : sql`where lots.lot = ${lot}`} order by lots.id desc`.execute(
      this.#database,
    );
    return rows.map((row) => {
      const { units, notDone, notAtOnce, unfinished, placesHeld, ...summary } = readRow(summaryRow, row);
      const { quantity } = summary;
      const done = units - notDone;
      const remaining = quantity === null ? null : Math.max(0, quantity - done - placesHeld);
      const finished = units - unfinished;
      return { ...summary, done, remaining, firstPassYield: finished === 0 ? null : (units - notAtOnce) / finished };
    });
  }
}

/** Each by an index of its own: a summary is asked for with every unit, and a lot may have a million. */
const countOf = sql`select count(*) from units where units.lot = lots.lot`;

const columns = ({ lot, recipe, recipeHash, recipeText, model, attestation, quantity }: NewLot) => ({
  lot,
  recipe,
  recipeHash,
  recipeText,
  model,
  attestation,
  quantity,
});

function toLot(row: unknown): Lot {
  const { id: _, ...lot } = readRow(lotRow, row);
  return lot;
}
