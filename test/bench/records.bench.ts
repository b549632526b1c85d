import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../../main/records/database/open-database.ts";
import { openRecords, type Records, recordsOver } from "../../main/records/records.ts";
import { passUnit, sampleLot, samplePass, startRun } from "../harness/sample-records.ts";

const passes = 1_000;
const many = 100_000;

/**
 * Figures of the records on this disk: durable PASS transactions a second (each its own fsync), and, with 100 000 units on
 * record, milliseconds for a page of the unit list, a substring search, a lot's counts, the manifest, and opening the file.
 */
export async function benchRecords(): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), "touchmark-bench-records-"));
  try {
    return { ...(await benchPasses(join(folder, "passes.sqlite"))), ...(await benchMany(join(folder, "many.sqlite"))) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchPasses(file: string): Promise<Record<string, number>> {
  const records = await openRecords({ file, practice: true });
  await records.lots.open(sampleLot);
  const runs: (readonly [string, string])[] = [];
  for (let index = 0; index < passes; index += 1) runs.push([`GW${index}`, await startRun(records, `GW${index}`)]);
  const ms = await timed(async () => {
    for (const [serialNumber, runId] of runs) await records.runs.pass(samplePass(serialNumber, runId));
  });
  await records.close();
  return { durablePassesPerSecond: Math.round((passes * 1000) / ms) };
}

async function benchMany(file: string): Promise<Record<string, number>> {
  const open = await openDatabase({ file, practice: true });
  const filling = recordsOver(open);
  await filling.lots.open(sampleLot);
  await passUnit(filling, "GW200000001");
  for (const statement of multiply) open.connection.prepare(statement).run({ many });
  await filling.close();
  const openMs = await timed(async () => (await openRecords({ file, practice: true })).close());
  const records = await openRecords({ file, practice: true });
  const figures = await readingFigures(records);
  await records.close();
  return { openMs, ...figures };
}

// Copies of the one unit that passed in the honest way, with names and keys of their own.
const numbers = "with recursive numbers (i) as (select 2 union all select i + 1 from numbers where i < @many)";
const multiply = [
  `insert into units select i, printf('GW2%08d', i), model, lot, state, runs, i, lastOutcome, firstOutcome, passedAt,
    printf('gw2%08d', i) || char(10) || printf('reg-gw2%08d', i) || char(10) || lower(lot), createdAt, updatedAt
    from (${numbers} select i from numbers), units where id = 1`,
  `insert into runs select i, printf('copy-%d', i), lot, slot, i, outcome, startedAt, finishedAt, ms, problem, operator
    from (${numbers} select i from numbers), runs where id = 1`,
  `insert into identities select i, attestation, printf('reg-gw2%08d', i), printf('reg-gw2%08d', i), printf('GW2%08d', i),
    printf('%0424d', i), printf('%064x', i), certificateSerialNumber, facts, i, createdAt
    from (${numbers} select i from numbers), identities where unit = 1`,
  `insert into enrollments select i, printf('reg-gw2%08d', i), printf('reg-gw2%08d', i), i, service, deviceId, entry, state,
    attempts, code, detail, etag, nextAttemptAt, registrationStatus, assignedHub, registrationDeviceId, registrationAt,
    registrationChecks, nextRegistrationCheckAt, createdAt, updatedAt
    from (${numbers} select i from numbers), enrollments where id = 1`,
];

async function readingFigures(records: Records): Promise<Record<string, number>> {
  const list = (search: string, offset: number) => timed(() => records.units.list({ search, offset, limit: 50 }));
  return {
    firstPageMs: await list("", 0),
    lastPageMs: await list("", many - 50),
    searchMs: await list("99999", 0),
    lotSummaryMs: await timed(() => records.lots.summary(sampleLot.lot)),
    unitDetailMs: await timed(() => records.units.detail("GW200050000")),
    manifestMs: await timed(async () => {
      for await (const entry of records.manifest.entries(sampleLot.lot)) void entry;
    }),
  };
}

async function timed(task: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await task();
  return Math.round((performance.now() - start) * 10) / 10;
}
