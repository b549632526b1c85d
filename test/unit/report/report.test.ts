import { PDFDocument } from "pdf-lib";
import { describe, expect, it } from "vitest";
import { csvReport } from "../../../main/report/csv-report.ts";
import { pdfReport } from "../../../main/report/pdf-report.ts";
import { reportFileName } from "../../../main/report/report-figures.ts";
import { reportTypeface } from "../../../main/station/report-typeface.ts";
import { sampleReport } from "../../harness/sample-report.ts";

const { figures } = sampleReport;
const nothing = {
  ...sampleReport,
  lot: null,
  practice: false,
  figures: {
    ...figures,
    pace: figures.pace.slice(6),
    yields: [],
    steps: [],
    failures: [],
    slots: [],
    timedRuns: 0,
    taktPerHour: null,
    totals: { passed: 0, failed: 0, units: 0, firstFinished: 0, firstPassed: 0 },
  },
};

describe("report", () => {
  it("as CSV has one figure a row, and nothing that a spreadsheet would carry out", () => {
    const lines = csvReport(sampleReport).split("\r\n");
    expect(lines[0]).toBe("figure,from,to,shift,item,slot,count,of,value,unit,practice");
    expect(lines).toContain(`first-pass-yield,${figures.from},${figures.to},,,,292,309,0.944984,1,true`);
    expect(lines).toContain(`slot-failures,${figures.from},${figures.to},,link.lost,'=1+1,2,2,,,true`);
    expect(lines.filter((line) => line.startsWith("pace-by-hour"))).toHaveLength(6);
    expect(new Set(lines.slice(0, -1).map((line) => line.split(",").length))).toEqual(new Set([11]));
    expect(lines.at(-1)).toBe("");
  });

  it("as CSV of a time without a unit says so", () => {
    expect(csvReport(nothing)).toContain(`first-pass-yield,${figures.from},${figures.to},,,,0,0,,,false`);
  });

  it("is named after its lot, or its days", () => {
    expect(reportFileName(sampleReport, "pdf")).toBe("PRACTICE-report-LOT-1.pdf");
    expect(reportFileName(nothing, "csv")).toBe("report-2026-11-23.csv");
    const [first] = figures.pace;
    const pace = first === undefined ? [] : [{ ...first, day: "2026-11-01" }, first];
    expect(reportFileName({ ...nothing, figures: { ...figures, pace } }, "csv")).toBe(
      "report-2026-11-01_2026-11-23.csv",
    );
  });

  it("on paper is one A4 page", async () => {
    for (const report of [sampleReport, nothing]) {
      const document = await PDFDocument.load(await pdfReport(report, "en", await reportTypeface()));
      expect(document.getPageCount()).toBe(1);
      const { width, height } = document.getPage(0).getSize();
      expect([Math.round(width), Math.round(height)]).toEqual([842, 595]);
    }
  });
});
