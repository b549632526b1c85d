/** What a report shows, handed to it; times are ISO 8601 UTC, days the plant's (`2026-11-23`). */
export interface ReportFigures {
  readonly from: string;
  readonly to: string;
  readonly size: "hour" | "shift" | "day" | "week";
  readonly timeZone: string;
  readonly taktPerHour: number | null;
  readonly totals: {
    readonly passed: number;
    readonly failed: number;
    readonly units: number;
    readonly firstFinished: number;
    readonly firstPassed: number;
  };
  readonly pace: readonly {
    readonly from: string;
    readonly to: string;
    readonly day: string;
    readonly shift: number | null;
    readonly units: number | null;
    readonly perHour: number | null;
  }[];
  readonly yields: readonly {
    readonly from: string;
    readonly to: string;
    readonly day: string;
    readonly finished: number;
    readonly passed: number;
  }[];
  readonly steps: readonly {
    readonly step: string;
    readonly count: number;
    readonly medianMs: number;
    readonly p95Ms: number;
  }[];
  readonly timedRuns: number;
  readonly failures: readonly { readonly code: string; readonly runs: number }[];
  readonly slots: readonly {
    readonly slot: string;
    readonly runs: number;
    readonly failed: number;
    readonly codes: readonly { readonly code: string; readonly runs: number }[];
  }[];
}

export type ReportLanguage = "en" | "de" | "es" | "zh" | "vi";

export interface Report {
  readonly figures: ReportFigures;
  /** Null: not of one lot. */
  readonly lot: string | null;
  /** Null: of all models. */
  readonly model: string | null;
  readonly station: string;
  readonly practice: boolean;
  readonly madeAt: Date;
}

/** `PRACTICE-report-LOT-1.pdf`, `report-2026-11-23.csv`. */
export function reportFileName({ lot, practice, figures }: Report, extension: "csv" | "pdf"): string {
  const { pace } = figures;
  const days = [...new Set([pace[0]?.day ?? dayOf(figures.from), ...pace.slice(-1).map(({ day }) => day)])].join("_");
  return `${practice ? "PRACTICE-" : ""}report-${lot === null ? days : lot.replaceAll(/[^A-Za-z0-9._-]/g, "_")}.${extension}`;
}

const two = (number: number): string => String(number).padStart(2, "0");

/** `2026-11-23`, local time. */
export function dayOf(moment: string): string {
  const at = new Date(moment);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** `06:00`, local time. */
export function clockOf(moment: string): string {
  const at = new Date(moment);
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}
