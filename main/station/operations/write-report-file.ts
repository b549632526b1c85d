import { makeReport, type ReportOrder } from "../../api/make-report.ts";
import { systemClock } from "../../base/clock.ts";
import { reportTypeface } from "../report-typeface.ts";
import { shiftPlan } from "../shift-plan.ts";
import { readSettings, stationName } from "../station-settings.ts";
import type { Workshop } from "../workshop.ts";
import { writeOut } from "../write-out.ts";

export interface ReportFileOrder extends ReportOrder {
  readonly out: string;
  readonly signal: AbortSignal;
}

/** Writes the figures of a lot, or of some days, to a file. Throws `set-up.folder` and what the report throws. */
export async function writeReportFile(
  { records, folder }: Pick<Workshop, "records" | "folder">,
  { out, signal, ...order }: ReportFileOrder,
): Promise<{ readonly out: string; readonly bytes: number }> {
  const settings = await readSettings(folder.settings);
  const station = await stationName(folder.settings);
  const source = {
    records,
    station,
    shifts: shiftPlan(process.env, settings?.shiftStart),
    typeface: reportTypeface,
    clock: systemClock,
  };
  const { content } = await makeReport(source, order, signal);
  await writeOut(out, content);
  return { out, bytes: content.byteLength };
}
