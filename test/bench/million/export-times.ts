import { spawnSync } from "node:child_process";
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isInManifest, manifestColumns } from "../../../main/records/manifest-rows.ts";
import type { ManifestFormatName } from "../../../main/manifest/write-manifest.ts";
import { bundleProgram } from "../../harness/bundle-program.ts";
import { runBundle } from "../run-apart.ts";
import { rounded } from "../statistics.ts";
import { millionRecords } from "./make-million.ts";

export interface ExportTask {
  readonly folder: string;
  readonly format: ManifestFormatName;
  readonly out: string;
}

export interface Exported {
  readonly ms: number;
  readonly peakMiB: number;
  readonly count: number;
}

export interface VerifyTask {
  readonly file: string;
}

export interface Verified extends Exported {
  readonly findings: number;
}

export interface ExportTimes {
  readonly what: string;
  readonly seconds: number;
  /** To the time of sqlite3 -csv; of the sealed one, to that of JSON Lines. */
  readonly ratio: number | null;
  readonly peakMiB: number | null;
  readonly fileMiB: number;
}

export const mostExportRatio = 3;
export const mostSealedRatio = 2;
export const mostExportMiB = 200;

interface Row {
  readonly times: ExportTimes;
  readonly ms: number;
  readonly count: number;
}

const query = `select ${manifestColumns} where units.lot = 'LOT-1' and ${isInManifest} order by units.id;`;
const mib = 2 ** 20;

/**
 * A lot of a million into a file on the disk, in each format in a process of its own that runs one bundled program, as a station does; and
 * what SQLite's own shell needs to write the same query's rows into a file. Undefined where there is no such shell.
 */
export async function measureExport(units?: number): Promise<readonly ExportTimes[] | undefined> {
  if (spawnSync("sqlite3", ["--version"]).status !== 0) return undefined;
  const folder = await millionRecords(units);
  const scratch = mkdtempSync(join(tmpdir(), "touchmark-bench-export-"));
  const exporting = await bundleProgram("test/bench/million/export-process.ts");
  const verifying = await bundleProgram("test/bench/million/verify-process.ts");
  try {
    const bare = bareExport(folder, join(scratch, "bare.csv"));
    const file = join(scratch, "manifest");
    const run = async (format: ManifestFormatName, toMs: number): Promise<Row> => {
      const task: ExportTask = { folder, format, out: file };
      const seen = await runBundle<Exported>(exporting.file, task);
      return rowOf(format, seen, { toMs, file });
    };
    const csv = await run("csv", bare.ms);
    const jsonl = await run("jsonl", bare.ms);
    const sealed = await run("sealed", jsonl.ms);
    const seen = await runBundle<Verified>(verifying.file, { file } satisfies VerifyTask);
    if (seen.findings > 0 || seen.count !== sealed.count) throw new Error("the sealed manifest is wrong");
    const verified = rowOf("verify of the sealed one", seen, { toMs: null, file });
    return [bare, csv, jsonl, sealed, verified].map(({ times }) => times);
  } finally {
    exporting.remove();
    verifying.remove();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Once for the cache of the system, then the better of two. */
function bareExport(folder: string, out: string): Row {
  const once = (): number => {
    const file = openSync(out, "w");
    try {
      const begunMs = performance.now();
      const words = ["-csv", "-readonly", join(folder, "station.db"), query];
      const { status, stderr } = spawnSync("sqlite3", words, { stdio: ["ignore", file, "pipe"] });
      if (status !== 0) throw new Error(stderr.toString());
      fsyncSync(file);
      return performance.now() - begunMs;
    } finally {
      closeSync(file);
    }
  };
  once();
  const ms = Math.min(once(), once());
  const row = rowOf("sqlite3 -csv", { ms, peakMiB: null, count: 0 }, { toMs: null, file: out });
  rmSync(out);
  return row;
}

function rowOf(
  what: string,
  { ms, peakMiB, count }: Pick<Exported, "ms" | "count"> & { readonly peakMiB: number | null },
  { toMs, file }: { readonly toMs: number | null; readonly file: string },
): Row {
  const ratio = toMs === null ? null : rounded(ms / toMs, 2);
  const fileMiB = rounded(statSync(file).size / mib, 0);
  return { times: { what, seconds: rounded(ms / 1000), ratio, peakMiB, fileMiB }, ms, count };
}
