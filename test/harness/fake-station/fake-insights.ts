import type { InsightQuestion, Insights, OperatorFigures, RunBehind } from "../../../main/api/contract/index.ts";

const hourMs = 3_600_000;
const begin = Date.parse("2026-11-23T06:00:00Z");
const moment = (hours: number): string => new Date(begin + hours * hourMs).toISOString();

const codes = [
  { code: "link.lost", sentence: "Reseat the plug. Then try again.", runs: 14 },
  { code: "tpm.ek-certificate-missing", sentence: "Set this unit aside. Call the process engineer.", runs: 5 },
  { code: "verify.key-mismatch", sentence: "Set this unit aside.", runs: 2 },
] as const;

/** A shift in which the pin of slot 3 is bad. */
const shift: Insights = {
  from: moment(0),
  to: moment(8),
  size: "hour",
  timeZone: "UTC",
  models: ["GW-200", "SN-100"],
  taktPerHour: 60,
  totals: { passed: 301, failed: 21, interrupted: 1, units: 301, firstFinished: 309, firstPassed: 292 },
  pace: [58, 61, 62, 44, 63, 13].map((units, hour) => ({
    from: moment(hour),
    to: moment(hour + 1),
    day: "2026-11-23",
    shift: 1,
    units,
    perHour: units,
  })),
  yields: [19, 20, 21, 22, 23].map((day) => ({
    from: moment(24 * (day - 23)),
    to: moment(24 * (day - 22)),
    day: `2026-11-${day}`,
    finished: 300 + day,
    passed: 280 + day,
  })),
  steps: ["identify", "look-up", "make-key", "issue-certificate", "write-certificate", "read-back", "record"].map(
    (step, index) => ({ step, count: 301, medianMs: 180 + 130 * index, p95Ms: 300 + 190 * index }),
  ),
  timedRuns: 301,
  failures: [...codes],
  slots: ["1", "2", "3", "4"].map((slot) => ({
    slot,
    runs: 80,
    failed: slot === "3" ? 15 : 2,
    codes:
      slot === "3"
        ? [
            { ...codes[0], runs: 13 },
            { ...codes[1], runs: 2 },
          ]
        : [{ ...codes[1], runs: 2 }],
  })),
};

/** Figures that stand still, for trying the screen: of a lot that nobody built there is nothing. */
export const fakeInsights = ({ window }: InsightQuestion): Insights =>
  window.range === "lot"
    ? { ...shift, totals: noTotals, pace: [], yields: [], steps: [], failures: [], slots: [], timedRuns: 0 }
    : shift;

const noTotals = { passed: 0, failed: 0, interrupted: 0, units: 0, firstFinished: 0, firstPassed: 0 };

export const fakeOperators: readonly OperatorFigures[] = [
  { operator: "Ann", passed: 160, failed: 9 },
  { operator: null, passed: 141, failed: 12 },
];

export const fakeBehind: readonly RunBehind[] = [1, 2, 3].map((number) => ({
  runId: `run-${number}`,
  serialNumber: number === 3 ? null : `GW22000000${number}`,
  lot: "PRACTICE-1",
  slot: "3",
  outcome: "fail",
  code: codes[0].code,
  sentence: codes[0].sentence,
  finishedAt: moment(number),
  ms: 4210,
  stepMs: null,
}));
