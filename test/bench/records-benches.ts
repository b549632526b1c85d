import { type DurablePasses, leastPassRatio, measureDurablePasses } from "./durable-passes.ts";
import {
  type ExportTimes,
  measureExport,
  mostExportMiB,
  mostExportRatio,
  mostSealedRatio,
} from "./million/export-times.ts";
import { type LookUpTimes, measureLookUp, mostLookUpMs, partOfName } from "./million/lookup-times.ts";

/** One bench of what is kept: lines of a table, and what of them misses its target, in words. */
interface RecordsBench {
  readonly title: string;
  /** Only when it is named: its million units take minutes to make, once. */
  readonly onDemand?: boolean;
  /** Undefined where a part is missing. */
  measure(): Promise<{ readonly rows: readonly object[]; readonly missed: readonly string[] } | undefined>;
}

const judgePasses = (rows: readonly DurablePasses[]) => ({
  rows,
  missed: rows
    .filter(({ ratio }) => ratio < leastPassRatio)
    .map(({ slots, ratio }) => `durable passes of ${slots} at once: ${ratio} of bare SQLite's`),
});

const judgeExport = (rows: readonly ExportTimes[]) => ({
  rows,
  missed: rows.flatMap(({ what, ratio, peakMiB }) => [
    ...(ratio !== null && ratio > (what === "sealed" ? mostSealedRatio : mostExportRatio)
      ? [`export, ${what}: ${ratio} of the time`]
      : []),
    ...(peakMiB !== null && peakMiB > mostExportMiB ? [`export, ${what}: ${peakMiB} MiB`] : []),
  ]),
});

const judgeLookUp = (rows: readonly LookUpTimes[]) => ({
  rows,
  missed: rows
    .filter(({ by, coldP99Ms, warmP99Ms }) => by !== partOfName && Math.max(coldP99Ms, warmP99Ms) > mostLookUpMs)
    .map(({ by, coldP99Ms, warmP99Ms }) => `look-up by ${by}: ${coldP99Ms} ms cold, ${warmP99Ms} ms warm`),
});

/** By the names that `--only` takes. */
export const recordsBenches: Readonly<Record<string, RecordsBench>> = {
  passes: {
    title: `Durable PASS transactions, and the same rows by bare SQLite (the ratio must be ${leastPassRatio})`,
    measure: async () => judgePasses(await measureDurablePasses()),
  },
  export: {
    title: `A lot of 1,000,000 into a file (to sqlite3 -csv the ratio may be ${mostExportRatio}, of the sealed to JSON Lines ${mostSealedRatio}; memory ${mostExportMiB} MiB)`,
    onDemand: true,
    measure: async () => {
      const rows = await measureExport();
      return rows === undefined ? undefined : judgeExport(rows);
    },
  },
  lookup: {
    title: `A unit among 1,000,000, ms (99 of 100 may take ${mostLookUpMs} at most)`,
    onDemand: true,
    measure: async () => judgeLookUp(await measureLookUp()),
  },
};
