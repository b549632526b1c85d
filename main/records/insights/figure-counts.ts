import type { CountedRuns } from "./count-runs.ts";
import type { Slice } from "./slices.ts";

export interface PaceBar {
  readonly from: string;
  readonly to: string;
  readonly day: string;
  readonly shift: number | null;
  /** Units that passed for the first time; null for what lies ahead. */
  readonly units: number | null;
  /** Of the time that is over; an hour that has begun counts whole. */
  readonly perHour: number | null;
}

export interface YieldBar {
  readonly from: string;
  readonly to: string;
  readonly day: string;
  /** Units whose first run ended here in a verdict. */
  readonly finished: number;
  /** Those of them that passed. */
  readonly passed: number;
}

export interface FailureBar {
  readonly code: string;
  /** What the line was told to do about it, in English. */
  readonly sentence: string;
  readonly runs: number;
}

export interface SlotFigures {
  readonly slot: string;
  readonly runs: number;
  readonly failed: number;
  /** The most frequent first. */
  readonly codes: readonly FailureBar[];
}

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly interrupted: number;
  /** Units that passed for the first time. */
  readonly units: number;
  /** Units whose first run ended in a verdict, and those of them that passed. */
  readonly firstFinished: number;
  readonly firstPassed: number;
}

export interface Figures {
  readonly totals: Totals;
  readonly pace: readonly PaceBar[];
  readonly yields: readonly YieldBar[];
  /** The most frequent first. */
  readonly failures: readonly FailureBar[];
  /** By name, `2` before `10`. */
  readonly slots: readonly SlotFigures[];
}

interface SliceCounts {
  readonly slice: Slice;
  readonly units: number;
  readonly passed: number;
  readonly finished: number;
  readonly firstPassed: number;
  readonly runs: number;
}

const hourMs = 3_600_000;
const order = new Intl.Collator("en", { numeric: true });

/** Adds up what was counted bar by bar. */
export class FigureCounts {
  readonly #now: Date;
  readonly #slices: SliceCounts[] = [];
  readonly #codes: Codes = new Map();
  readonly #slots = new Map<string, { runs: number; failed: number; codes: Codes }>();
  readonly #lots = new Set<string>();
  #failed = 0;
  #interrupted = 0;

  constructor(now: Date) {
    this.#now = now;
  }

  add(slice: Slice, counted: readonly CountedRuns[]): void {
    this.#slices.push({
      slice,
      units: sumOf(counted, ({ isNew }) => isNew === 1),
      passed: sumOf(counted, ({ outcome }) => outcome === "pass"),
      finished: sumOf(counted, ({ isFirst }) => isFirst === 1),
      firstPassed: sumOf(counted, ({ isFirst, outcome }) => isFirst === 1 && outcome === "pass"),
      runs: sumOf(counted, () => true),
    });
    for (const one of counted) this.#addRuns(one);
  }

  #addRuns({ outcome, lot, slot, code, sentence, runs }: CountedRuns): void {
    this.#lots.add(lot);
    if (outcome === "interrupted") {
      this.#interrupted += runs;
      return;
    }
    const figures = this.#slots.get(slot) ?? { runs: 0, failed: 0, codes: new Map() };
    this.#slots.set(slot, figures);
    figures.runs += runs;
    if (outcome !== "fail") return;
    this.#failed += runs;
    figures.failed += runs;
    for (const codes of [this.#codes, figures.codes])
      addCode(codes, { code: code ?? "unknown", sentence: sentence ?? "", runs });
  }

  /** Lots that had runs. */
  get lots(): readonly string[] {
    return [...this.#lots];
  }

  get totals(): Totals {
    const total = (of: (counts: SliceCounts) => number) => this.#slices.reduce((sum, counts) => sum + of(counts), 0);
    return {
      passed: total(({ passed }) => passed),
      failed: this.#failed,
      interrupted: this.#interrupted,
      units: total(({ units }) => units),
      firstFinished: total(({ finished }) => finished),
      firstPassed: total(({ firstPassed }) => firstPassed),
    };
  }

  slicesWithPasses(): readonly Slice[] {
    return this.#slices.filter(({ passed }) => passed > 0).map(({ slice }) => slice);
  }

  /** `trimmed`: without the empty bars before the first run and after the last. */
  result({ trimmed }: { readonly trimmed: boolean }): Figures {
    const shown = trimmed ? trim(this.#slices) : this.#slices;
    return {
      totals: this.totals,
      pace: shown.map((counts) => this.#paceBar(counts)),
      yields: yieldBars(shown),
      failures: byFrequency(this.#codes),
      slots: [...this.#slots]
        .map(([slot, { codes, ...figures }]) => ({ slot, ...figures, codes: byFrequency(codes) }))
        .toSorted((a, b) => order.compare(a.slot, b.slot)),
    };
  }

  #paceBar({ slice: { from, to, day, shift }, units }: SliceCounts): PaceBar {
    const said = { from: from.toISOString(), to: to.toISOString(), day, shift };
    if (from > this.#now) return { ...said, units: null, perHour: null };
    const over = Math.min(to.getTime(), this.#now.getTime()) - from.getTime();
    return { ...said, units, perHour: units / Math.max(1, over / hourMs) };
  }
}

const sumOf = (counted: readonly CountedRuns[], wanted: (counted: CountedRuns) => boolean): number =>
  counted.reduce((sum, one) => (wanted(one) ? sum + one.runs : sum), 0);

/** Days in which a unit was first finished; weeks where the bars are weeks. */
function yieldBars(slices: readonly SliceCounts[]): readonly YieldBar[] {
  return [...Map.groupBy(slices, ({ slice }) => slice.day)]
    .map(([day, parts]) => ({
      day,
      from: parts[0]?.slice.from.toISOString() ?? "",
      to: parts.at(-1)?.slice.to.toISOString() ?? "",
      finished: parts.reduce((sum, { finished }) => sum + finished, 0),
      passed: parts.reduce((sum, { firstPassed }) => sum + firstPassed, 0),
    }))
    .filter(({ finished }) => finished > 0);
}

function trim(slices: readonly SliceCounts[]): readonly SliceCounts[] {
  const first = slices.findIndex(({ runs }) => runs > 0);
  return first === -1 ? [] : slices.slice(first, slices.findLastIndex(({ runs }) => runs > 0) + 1);
}

type Codes = Map<string, FailureBar>;

function addCode(codes: Codes, { code, sentence, runs }: FailureBar): void {
  codes.set(code, { code, sentence, runs: runs + (codes.get(code)?.runs ?? 0) });
}

const byFrequency = (codes: Codes): readonly FailureBar[] =>
  [...codes.values()].toSorted((a, b) => b.runs - a.runs || order.compare(a.code, b.code));
