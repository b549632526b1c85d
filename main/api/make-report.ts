import type { Clock } from "../base/clock.ts";
import { csvReport } from "../report/csv-report.ts";
import type { ReportTypeface } from "../report/pdf-report.ts";
import { type Report, reportFileName } from "../report/report-figures.ts";
import type { ShiftPlan } from "../records/insights/shift-calendar.ts";
import type { Records } from "../records/records.ts";
import type { InsightQuestion, ReportFormat, ReportLanguage } from "./contract/index.ts";

export interface ReportOrder extends InsightQuestion {
  readonly format: ReportFormat;
  readonly language: ReportLanguage;
}

export interface ReportSource {
  readonly records: Pick<Records, "insights" | "practice">;
  /** Name of the station. */
  readonly station: string;
  readonly shifts: ShiftPlan;
  /** Asked only for paper. */
  readonly typeface: () => Promise<ReportTypeface>;
  readonly clock: Pick<Clock, "now">;
}

export interface ReportFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: Uint8Array;
}

/** The figures of a stretch of time as a file. Throws what `InsightRecords.read` does. */
export async function makeReport(
  { records, station, shifts, typeface, clock }: ReportSource,
  { window, model, format, language }: ReportOrder,
  signal?: AbortSignal,
): Promise<ReportFile> {
  const report: Report = {
    figures: await records.insights.read({ window, model, plan: shifts, signal }),
    lot: window.range === "lot" ? window.lot : null,
    model,
    station,
    practice: records.practice,
    madeAt: clock.now(),
  };
  const fileName = reportFileName(report, format);
  if (format === "csv")
    return { fileName, mediaType: "text/csv; charset=utf-8", content: new TextEncoder().encode(csvReport(report)) };
  // What draws on paper is large: it comes when somebody wants paper.
  const { pdfReport } = await import("../report/pdf-report.ts");
  return { fileName, mediaType: "application/pdf", content: await pdfReport(report, language, await typeface()) };
}
