import { mkdtempSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { openRecords, type Records } from "../../main/records/records.ts";
import { sampleLot, samplePass, startRun } from "../harness/sample-records.ts";
import { readPasses, writeBarely } from "./bare-passes.ts";
import { rounded, timedMs } from "./statistics.ts";

export interface DurablePasses {
  /** PASS transactions that waited for the disk together: one slot, or eight of a fixture. */
  readonly slots: number;
  readonly passesPerSecond: number;
  /** The same rows by nothing but prepared statements of SQLite, a transaction for each PASS, on the disk before the next begins. */
  readonly bareSqlitePerSecond: number;
  /** PASS ÷ bare SQLite; must be `leastPassRatio`. */
  readonly ratio: number;
  /** The same, but with as many passes in a transaction as there are slots: what would be possible if none had to be whole by itself. */
  readonly bareTogetherPerSecond: number;
  /** Writing as many bytes as a PASS to a file beside it and forcing them, with nothing else. */
  readonly rawSyncsPerSecond: number;
  readonly bytesPerPass: number;
}

export const leastPassRatio = 0.7;

type BegunRun = readonly [serialNumber: string, runId: string];

const passes = 400;
const fixture = 8;
const tries = 3;

/** Durable PASS transactions on the disk of the temporary folder, and in the same run what SQLite and the disk themselves can do. */
export async function measureDurablePasses(): Promise<readonly DurablePasses[]> {
  const folder = mkdtempSync(join(tmpdir(), "touchmark-bench-passes-"));
  try {
    return [await measureAtOnce(folder, 1), await measureAtOnce(folder, fixture)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ours and theirs by turns, the best of each: whatever else the machine does takes time of both. */
async function measureAtOnce(folder: string, slots: number): Promise<DurablePasses> {
  let [ownMs, bareMs, togetherMs, rawMs, bytesPerPass] = [Infinity, Infinity, Infinity, Infinity, 0];
  for (let each = 1; each <= tries; each += 1) {
    const file = join(folder, `${slots}-${each}.sqlite`);
    const before = join(folder, `${slots}-${each}-bare.sqlite`);
    const records = await openRecords({ file, practice: true });
    await records.lots.open(sampleLot);
    if (bytesPerPass === 0) bytesPerPass = await bytesOfOnePass(records, `${file}-wal`);
    const runs = await beginRuns(records, "A", passes);
    copy(file, before);
    ownMs = Math.min(ownMs, await passAll(records, runs, slots));
    await records.close();
    const written = readPasses(file).slice(-passes);
    const again = `${before}-together`;
    copy(before, again);
    bareMs = Math.min(bareMs, writeBarely(before, written, 1));
    togetherMs = Math.min(togetherMs, writeBarely(again, written, slots));
    rawMs = Math.min(rawMs, await rawSyncs(join(folder, "raw"), bytesPerPass));
  }
  const perSecond = (ms: number): number => rounded((passes * 1000) / ms, 0);
  return {
    slots,
    passesPerSecond: perSecond(ownMs),
    bareSqlitePerSecond: perSecond(bareMs),
    ratio: rounded(bareMs / ownMs, 2),
    bareTogetherPerSecond: perSecond(togetherMs),
    rawSyncsPerSecond: perSecond(rawMs),
    bytesPerPass,
  };
}

function copy(file: string, to: string): void {
  const database = new Database(file, { readonly: true });
  database.prepare("vacuum into ?").run(to);
  database.close();
}

async function beginRuns(records: Records, name: string, count: number): Promise<readonly BegunRun[]> {
  const runs: BegunRun[] = [];
  for (let index = 0; index < count; index += 1) {
    const serialNumber = `${name}${index}`;
    runs.push([serialNumber, await startRun(records, serialNumber)]);
  }
  return runs;
}

const passAll = (records: Records, runs: readonly BegunRun[], slots: number): Promise<number> =>
  timedMs(() =>
    Promise.all(
      Array.from({ length: slots }, async (_, slot) => {
        const own = runs.filter((_run, index) => index % slots === slot);
        for (const [serialNumber, runId] of own) await records.runs.pass(samplePass(serialNumber, runId));
      }),
    ),
  );

/** By how much the log grows; SQLite begins it anew now and then, and then it does not grow at all. */
async function bytesOfOnePass(records: Records, log: string): Promise<number> {
  let most = 0;
  for (const [serialNumber, runId] of await beginRuns(records, "W", fixture)) {
    const before = statSync(log).size;
    await records.runs.pass(samplePass(serialNumber, runId));
    most = Math.max(most, statSync(log).size - before);
  }
  return most;
}

async function rawSyncs(path: string, byteCount: number): Promise<number> {
  const file = await open(path, "w");
  const bytes = new Uint8Array(byteCount);
  try {
    return await timedMs(async () => {
      for (let index = 0; index < passes; index += 1) {
        await file.write(bytes);
        await file.datasync();
      }
    });
  } finally {
    await file.close();
  }
}
