import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { readRow } from "../database/read-row.ts";
import type { Tables } from "../database/tables.ts";
import { finishedWithin, type RunFilter } from "./count-runs.ts";
import type { Stretch } from "./slices.ts";

/** How long a step takes in runs that pass. */
export interface StepTime {
  readonly step: string;
  /** Of how many runs. */
  readonly count: number;
  readonly medianMs: number;
  readonly p95Ms: number;
}

const stepRow = z.object({ step: z.string(), place: z.int(), times: z.string() });
const timesText = z.array(z.number().nonnegative());

/** Gathers step times stretch by stretch. */
export class StepTimes {
  readonly #database: Kysely<Tables>;
  readonly #filter: RunFilter;
  readonly #every: number;
  readonly #steps = new Map<string, { place: number; times: number[] }>();

  /** Takes one passed run of `every`. */
  constructor(database: Kysely<Tables>, filter: RunFilter, every: number) {
    this.#database = database;
    this.#filter = filter;
    this.#every = every;
  }

  async add(stretch: Stretch): Promise<void> {
    const { rows } = await sql`
      select step, max(number) as place, json_group_array(ms) as times from steps
      where outcome = 'pass' and ms is not null and run in (
        select id from runs where ${finishedWithin(stretch, this.#filter)} and outcome = 'pass' and id % ${this.#every} = 0
      ) group by step`.execute(this.#database);
    for (const row of rows) {
      const { step, place, times } = readRow(stepRow, row);
      const known = this.#steps.get(step) ?? { place, times: [] };
      known.place = Math.max(known.place, place);
      known.times.push(...timesText.parse(JSON.parse(times)));
      this.#steps.set(step, known);
    }
  }

  /** In the order in which a run takes them. */
  result(): readonly StepTime[] {
    return [...this.#steps]
      .toSorted(([, a], [, b]) => a.place - b.place)
      .map(([step, { times }]) => {
        const sorted = Float64Array.from(times).sort();
        return { step, count: sorted.length, medianMs: rankOf(sorted, 0.5), p95Ms: rankOf(sorted, 0.95) };
      });
  }
}

/** The nearest rank: a time that was really measured. */
const rankOf = (sorted: Float64Array, share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
