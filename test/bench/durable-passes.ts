import { mkdtempSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRecords, type Records } from "../../main/records/records.ts";
import { sampleLot, samplePass, startRun } from "../harness/sample-records.ts";
import { rounded, timedMs } from "./statistics.ts";

export interface DurablePasses {
  /** One after the other: each is on the disk before the next begins. */
  readonly passesPerSecond: number;
  /** Eight slots at a time. */
  readonly passesPerSecondOfEight: number;
  /** Writing as many bytes as a PASS to a file beside it and forcing them, with nothing else. */
  readonly rawSyncsPerSecond: number;
  /** PASS transactions for every raw sync; 1 would be a database that costs nothing. */
  readonly ratio: number;
  readonly ratioOfEight: number;
  readonly bytesPerPass: number;
}

type BegunRun = readonly [serialNumber: string, runId: string];

const passes = 400;
const slots = 8;

/** Durable PASS transactions on the disk of the temporary folder, and in the same run what the disk itself can do. */
export async function measureDurablePasses(): Promise<DurablePasses> {
  const folder = mkdtempSync(join(tmpdir(), "touchmark-bench-passes-"));
  try {
    const file = join(folder, "records.sqlite");
    const records = await openRecords({ file, practice: true });
    await records.lots.open(sampleLot);
    const bytesPerPass = await bytesOfOnePass(records, `${file}-wal`);
    const oneMs = await oneAtATime(records, await beginRuns(records, "A", passes));
    const eightMs = await eightAtATime(records, await beginRuns(records, "B", passes));
    await records.close();
    const rawMs = await rawSyncs(join(folder, "raw"), bytesPerPass);
    const perSecond = (ms: number): number => rounded((passes * 1000) / ms, 0);
    return {
      passesPerSecond: perSecond(oneMs),
      passesPerSecondOfEight: perSecond(eightMs),
      rawSyncsPerSecond: perSecond(rawMs),
      ratio: rounded(rawMs / oneMs, 2),
      ratioOfEight: rounded(rawMs / eightMs, 2),
      bytesPerPass,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function beginRuns(records: Records, name: string, count: number): Promise<readonly BegunRun[]> {
  const runs: BegunRun[] = [];
  for (let index = 0; index < count; index += 1) {
    const serialNumber = `${name}${index}`;
    runs.push([serialNumber, await startRun(records, serialNumber)]);
  }
  return runs;
}

const oneAtATime = (records: Records, runs: readonly BegunRun[]): Promise<number> =>
  timedMs(async () => {
    for (const [serialNumber, runId] of runs) await records.runs.pass(samplePass(serialNumber, runId));
  });

const eightAtATime = (records: Records, runs: readonly BegunRun[]): Promise<number> =>
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
  for (const [serialNumber, runId] of await beginRuns(records, "W", slots)) {
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
