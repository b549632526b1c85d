import { csvLine } from "../base/csv/csv-line.ts";
import type { Report } from "./report-figures.ts";

const columns = ["figure", "from", "to", "shift", "item", "slot", "count", "of", "value", "unit", "practice"] as const;

type Row = Partial<Readonly<Record<(typeof columns)[number], string | number | null>>>;

/**
 * The figures of a report, one a row: what it is, of which time (ISO 8601 UTC), of which item and slot; `count` of `of`, and the value
 * in its unit. For a spreadsheet; safe to open (base/csv).
 */
export function csvReport(report: Report): string {
  const practice = String(report.practice);
  const line = (row: Row) => csvLine(columns.map((name) => textOf({ ...row, practice }[name])));
  return csvLine(columns) + rowsOf(report).map(line).join("");
}

const textOf = (value: string | number | null | undefined): string | null => {
  if (value === undefined || value === null) return null;
  return typeof value === "number" ? String(Math.round(value * 1e6) / 1e6) : value;
};

function rowsOf({ figures }: Report): readonly Row[] {
  const { from, to, totals, taktPerHour } = figures;
  const whole = { from, to };
  return [
    { ...whole, figure: "units", count: totals.units },
    { ...whole, figure: "runs-failed", count: totals.failed, of: totals.passed + totals.failed },
    yieldRow("first-pass-yield", whole, totals.firstPassed, totals.firstFinished),
    ...(taktPerHour === null ? [] : [{ ...whole, figure: "takt", value: taktPerHour, unit: "units/h" }]),
    ...figures.pace
      .filter(({ units }) => units !== null)
      .map((bar) => ({
        figure: `pace-by-${figures.size}`,
        from: bar.from,
        to: bar.to,
        shift: bar.shift,
        count: bar.units,
        value: bar.perHour,
        unit: "units/h",
      })),
    ...figures.yields.map((bar) =>
      yieldRow("first-pass-yield-by-day", { from: bar.from, to: bar.to, item: bar.day }, bar.passed, bar.finished),
    ),
    ...figures.steps.flatMap(({ step, count, medianMs, p95Ms }) => [
      { ...whole, figure: "step-median", item: step, count, value: medianMs, unit: "ms" },
      { ...whole, figure: "step-p95", item: step, count, value: p95Ms, unit: "ms" },
    ]),
    ...figures.failures.map(({ code, runs }) => ({
      ...whole,
      figure: "failures",
      item: code,
      count: runs,
      of: totals.failed,
    })),
    ...figures.slots.flatMap(({ slot, runs, failed, codes }) => [
      { ...whole, figure: "slot-failed", slot, count: failed, of: runs },
      ...codes.map((one) => ({ ...whole, figure: "slot-failures", slot, item: one.code, count: one.runs, of: failed })),
    ]),
  ];
}

const yieldRow = (figure: string, about: Row, count: number, of: number): Row => ({
  ...about,
  figure,
  ...(of === 0 ? { count, of } : { count, of, value: count / of, unit: "1" }),
});
