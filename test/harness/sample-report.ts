import type { Report } from "../../main/report/report-figures.ts";

const moment = (hour: number): string => new Date(2026, 10, 23, hour).toISOString();

/** A shift of 322 runs in which slot 3 is bad; one slot has a name that a spreadsheet would take for a formula. */
export const sampleReport: Report = {
  lot: "LOT-1",
  model: null,
  station: "Linie 2 Größe",
  practice: true,
  madeAt: new Date(2026, 10, 23, 12),
  figures: {
    from: moment(6),
    to: moment(14),
    size: "hour",
    timeZone: "Europe/Berlin",
    taktPerHour: 60,
    totals: { passed: 301, failed: 21, units: 301, firstFinished: 309, firstPassed: 292 },
    pace: [58, 61, 62, 44, 63, 13, null, null].map((units, hour) => ({
      from: moment(6 + hour),
      to: moment(7 + hour),
      day: "2026-11-23",
      shift: 1,
      units,
      perHour: units,
    })),
    yields: [{ from: moment(6), to: moment(14), day: "2026-11-23", finished: 309, passed: 292 }],
    steps: [
      { step: "identify", count: 301, medianMs: 180, p95Ms: 300 },
      { step: "record", count: 301, medianMs: 40.5, p95Ms: 90 },
    ],
    timedRuns: 301,
    failures: [
      { code: "link.lost", runs: 16 },
      { code: "tpm.ek-certificate-missing", runs: 5 },
    ],
    slots: [
      { slot: "=1+1", runs: 161, failed: 2, codes: [{ code: "link.lost", runs: 2 }] },
      { slot: "3", runs: 161, failed: 19, codes: [{ code: "link.lost", runs: 14 }] },
    ],
  },
};
