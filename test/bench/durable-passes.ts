import { closeSync, copyFileSync, fsyncSync, mkdtempSync, openSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRecords, type Records } from "../../main/records/records.ts";
import { sampleLot, samplePass, startRun } from "../harness/sample-records.ts";
import { openBarely, type PassRows, readPasses } from "./bare-passes.ts";
import { median, rounded, timedMs } from "./statistics.ts";

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

const rounds = 80;
/** Rounds before, until the engine has compiled what a station runs all day. */
const warmUp = 56;
/** In a round, by each of them. */
const passes = 16;
const fixture = 8;

/** Durable PASS transactions on the disk of the temporary folder, and in the same run what SQLite and the disk themselves can do. */
export async function measureDurablePasses(): Promise<readonly DurablePasses[]> {
  const folder = mkdtempSync(join(tmpdir(), "touchmark-bench-passes-"));
  try {
    return [await measureAtOnce(folder, 1), await measureAtOnce(folder, fixture)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Medians of the rounds: whatever else the machine and its disk do in one of them. */
async function measureAtOnce(folder: string, slots: number): Promise<DurablePasses> {
  const begun = await beginAll(join(folder, `${slots}.sqlite`));
  const { own, bare, written } = await passByTurns(begun, slots);
  const together = openBarely(begun.togetherFile);
  const togetherMs = written.map((some) => together.write(some, slots));
  together.close();
  const perSecond = (ms: number): number => rounded((passes * 1000) / ms, 0);
  return {
    slots,
    passesPerSecond: perSecond(median(own.slice(warmUp))),
    bareSqlitePerSecond: perSecond(median(bare.slice(warmUp))),
    ratio: rounded(median(own.map((ms, each) => (bare[each] ?? Number.NaN) / ms).slice(warmUp)), 2),
    bareTogetherPerSecond: perSecond(median(togetherMs.slice(warmUp))),
    rawSyncsPerSecond: perSecond(await rawSyncs(join(folder, "raw"), begun.bytesPerPass)),
    bytesPerPass: begun.bytesPerPass,
  };
}

interface Begun {
  readonly file: string;
  readonly bareFile: string;
  readonly togetherFile: string;
  readonly runs: readonly BegunRun[];
  readonly bytesPerPass: number;
}

/** Records with a run for every pass, once for each of them: whoever goes on with a copy finds as much room in its log, and comes to its end as soon. */
async function beginAll(file: string): Promise<Begun> {
  const records = await openRecords({ file, practice: true });
  await records.lots.open(sampleLot);
  const bytesPerPass = await bytesOfOnePass(records, `${file}-wal`);
  const runs = await beginRuns(records, "A", (1 + warmUp + rounds) * passes);
  const begun = { file: copied(file, "own"), bareFile: copied(file, "bare"), togetherFile: copied(file, "together") };
  await records.close();
  return { ...begun, runs, bytesPerPass };
}

/** The database with its log, forced to the disk. */
function copied(file: string, name: string): string {
  for (const part of ["", "-wal"]) {
    copyFileSync(`${file}${part}`, `${file}-${name}${part}`);
    const copy = openSync(`${file}-${name}${part}`, "r+");
    fsyncSync(copy);
    closeSync(copy);
  }
  return `${file}-${name}`;
}

/** Ours and theirs by turns, milliseconds of each round. Theirs is a round behind, so that it can come first as often as second. */
async function passByTurns({ file, bareFile, runs }: Begun, slots: number) {
  const records = await openRecords({ file, practice: true });
  const bareRecords = openBarely(bareFile);
  const passSome = async (each: number): Promise<number> => {
    const ms = await passAll(records, runs.slice(each * passes, (each + 1) * passes), slots);
    written.push(readPasses(file, passes));
    return ms;
  };
  const written: (readonly PassRows[])[] = [];
  const [own, bare]: [number[], number[]] = [[], []];
  await passSome(0);
  for (let each = 0; each < warmUp + rounds; each += 1) {
    const writeBarely = () => bare.push(bareRecords.write(written[each] ?? [], 1));
    if (each % 2 === 0) writeBarely();
    own.push(await passSome(each + 1));
    if (each % 2 === 1) writeBarely();
  }
  bareRecords.close();
  await records.close();
  return { own, bare, written };
}

async function beginRuns(records: Records, name: string, count: number): Promise<readonly BegunRun[]> {
  const runs: BegunRun[] = [];
  for (let index = 0; index < count; index += 1) {
    const serialNumber = `${name}${index}`;
    runs.push([serialNumber, await startRun(records, serialNumber)]);
  }
  return runs;
}

/** Gives milliseconds. */
function passAll(records: Records, runs: readonly BegunRun[], slots: number): Promise<number> {
  const passed = Array.from({ length: slots }, (_, slot) =>
    runs
      .filter((_run, index) => index % slots === slot)
      .map(([serialNumber, runId]) => samplePass(serialNumber, runId)),
  );
  return timedMs(() =>
    Promise.all(
      passed.map(async (own) => {
        for (const one of own) await records.runs.pass(one);
      }),
    ),
  );
}

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
