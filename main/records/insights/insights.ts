import { setImmediate as turn } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { baseErrors } from "../../base/errors/base-errors.ts";
import type { Clock } from "../../base/clock.ts";
import { readRow } from "../database/read-row.ts";
import type { Tables } from "../database/tables.ts";
import { type CountedRuns, countRuns, countRunsByOperator, type RunFilter } from "./count-runs.ts";
import { type Figures, FigureCounts } from "./figure-counts.ts";
import { type InsightQuestion, stretchOf } from "./insight-question.ts";
import { type BarFilter, byInterest, type RunBehind, runsBehind } from "./runs-behind.ts";
import type { ShiftPlan } from "./shift-calendar.ts";
import { type Slice, type SliceSize, sliceSizeOf, slicesOf, type Stretch } from "./slices.ts";
import { type StepTime, StepTimes } from "./step-times.ts";

export interface Insights extends Figures {
  readonly from: string;
  /** May lie ahead. */
  readonly to: string;
  /** What one bar over time is. */
  readonly size: SliceSize;
  /** IANA name of the zone that hours and days are in. */
  readonly timeZone: string;
  /** Models that were ever built here. */
  readonly models: readonly string[];
  /** Units an hour the recipes plan for; null where they say nothing, or not the same. */
  readonly taktPerHour: number | null;
  readonly steps: readonly StepTime[];
  /** Passed runs that the times of steps are of. */
  readonly timedRuns: number;
}

export interface OperatorFigures {
  /** Null: nobody was signed in. */
  readonly operator: string | null;
  readonly passed: number;
  readonly failed: number;
}

export interface InsightOrder extends InsightQuestion {
  readonly plan: ShiftPlan;
  readonly signal?: AbortSignal | undefined;
}

/** So many passed runs say how long steps take; more would only take longer. */
const mostTimed = 4000;

/** Figures over the runs of a stretch of time. Read bar by bar, the event loop in between: slots are at work meanwhile. */
export class InsightRecords {
  readonly #database: Kysely<Tables>;
  readonly #clock: Clock;

  constructor(database: Kysely<Tables>, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Throws `records.not-found` for a lot that is none, `station.cancelled`. */
  async read(order: InsightOrder): Promise<Insights> {
    const now = this.#clock.now();
    const { stretch, slices, filter } = await this.#cut(order, now);
    const counts = new FigureCounts(now);
    for (const slice of slices) {
      const counted = slice.from > now ? [] : await countRuns(this.#database, slice, filter);
      counts.add(slice, counted);
      await this.#rest(order);
    }
    const passed = counts.totals.passed;
    const times = new StepTimes(this.#database, filter, Math.max(1, Math.ceil(passed / mostTimed)));
    for (const slice of counts.slicesWithPasses()) {
      await times.add(slice);
      await this.#rest(order);
    }
    const steps = times.result();
    return {
      from: stretch.from.toISOString(),
      to: stretch.to.toISOString(),
      size: sliceSizeOf(stretch),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      models: await this.#models(),
      taktPerHour: await this.#taktPerHour(counts.lots),
      ...counts.result({ trimmed: order.window.range === "lot" }),
      steps,
      timedRuns: Math.max(0, ...steps.map(({ count }) => count)),
    };
  }

  /** Best known first by name; throws as `read` does. */
  async operators(order: InsightOrder): Promise<readonly OperatorFigures[]> {
    const now = this.#clock.now();
    const { slices, filter } = await this.#cut(order, now);
    const people = new Map<string | null, { passed: number; failed: number }>();
    for (const slice of slices.filter(({ from }) => from <= now)) {
      for (const { operator, outcome, runs } of await countRunsByOperator(this.#database, slice, filter)) {
        const figures = people.get(operator) ?? { passed: 0, failed: 0 };
        figures[outcome === "pass" ? "passed" : "failed"] += runs;
        people.set(operator, figures);
      }
      await this.#rest(order);
    }
    return [...people]
      .map(([operator, figures]) => ({ operator, ...figures }))
      .toSorted((a, b) => b.passed + b.failed - a.passed - a.failed);
  }

  /** The runs behind one bar, failures or the slowest first, then the newest; at most `limit`. Throws as `read` does. */
  async behind(
    order: InsightOrder & { readonly bar: BarFilter; readonly limit: number },
  ): Promise<readonly RunBehind[]> {
    const now = this.#clock.now();
    const { slices, filter } = await this.#cut(order, now);
    const { bar, limit } = order;
    let found: readonly RunBehind[] = [];
    for (const slice of slices) {
      const within = { from: laterOf(slice.from, bar.from), to: earlierOf(slice.to, bar.to) };
      if (within.from >= within.to || within.from > now) continue;
      const more = await runsBehind(this.#database, within, { filter, bar, limit });
      found = [...found, ...more].toSorted(byInterest).slice(0, limit);
      await this.#rest(order);
    }
    return found;
  }

  async #cut({ window, model, plan }: InsightOrder, now: Date): Promise<Cut> {
    const stretch = await stretchOf(this.#database, { window, plan, now });
    const lot = window.range === "lot" ? window.lot : null;
    return { stretch, slices: slicesOf(plan, stretch), filter: { lot, model } };
  }

  async #rest({ signal }: InsightOrder): Promise<void> {
    await turn();
    if (signal?.aborted === true) throw baseErrors.cancelled("nobody waits for the figures any more", signal.reason);
  }

  async #models(): Promise<readonly string[]> {
    const rows = await this.#database.selectFrom("lots").select("model").distinct().orderBy("model").execute();
    return rows.map(({ model }) => model);
  }

  async #taktPerHour(lots: readonly CountedRuns["lot"][]): Promise<number | null> {
    if (lots.length === 0) return null;
    const { rows } = await sql`
      select distinct json_extract(recipeText, '$.taktSeconds') as takt from lots
      where lot in (${sql.join(lots)})`.execute(this.#database);
    const [takt, other] = rows.map((row) => readRow(taktRow, row).takt);
    return typeof takt === "number" && other === undefined && rows.length === 1 ? 3600 / takt : null;
  }
}

interface Cut {
  readonly stretch: Stretch;
  readonly slices: readonly Slice[];
  readonly filter: RunFilter;
}

const taktRow = z.object({ takt: z.number().positive().nullable() });

const laterOf = (at: Date, said: string | undefined): Date =>
  said === undefined ? at : new Date(Math.max(at.getTime(), Date.parse(said)));
const earlierOf = (at: Date, said: string | undefined): Date =>
  said === undefined ? at : new Date(Math.min(at.getTime(), Date.parse(said)));
