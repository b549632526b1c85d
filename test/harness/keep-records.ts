import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { z } from "zod";
import { newestVersion } from "../../main/records/migrations/migrate.ts";
import { openRecords, type Records } from "../../main/records/records.ts";
import { passUnit, sampleLot, SetClock, startRun } from "./sample-records.ts";

/**
 * Writes test/fixtures/records/NNNN.sql: a few rows of everything, as the records of this version are. Run it (`node
 * test/harness/keep-records.ts`) before a new migration is made; a dump once committed is never changed.
 */
const folder = mkdtempSync(join(tmpdir(), "touchmark-keep-"));
const file = join(folder, "station.db");
const clock = new SetClock();
const records = await openRecords({ file, practice: false, clock });
await fill(records);
await records.close();
const name = `${String(newestVersion).padStart(4, "0")}.sql`;
writeFileSync(join(import.meta.dirname, "../fixtures/records", name), dump(file), { flag: "wx" });
rmSync(folder, { recursive: true });

async function fill({ lots, enrollments, runs, certificates, seals, ...more }: Records): Promise<void> {
  await lots.open(sampleLot);
  await lots.open({ ...sampleLot, lot: "LOT-0", quantity: 5 });
  await passUnit(records, "GW0", "LOT-0");
  await lots.close("LOT-0");
  clock.advance(1000);
  await passUnit(records, "GW1");
  await enrollments.enrolled("reg-gw1", { etag: "e1" });
  const failing = await startRun(records, "GW2");
  const [code, measurements] = ["link.lost", { volts: 3.3 }];
  await runs.stepStarted(failing, { number: 1, id: "identify" });
  await runs.stepFinished(failing, { number: 1, outcome: "fail", code, ms: 7, measurements });
  await runs.fail(failing, {
    problem: { code, sentence: "Check the cable.", detail: "gone", retry: "same-unit" },
    ms: 9,
  });
  const unit = "GW3";
  const runId = await startRun(records, unit);
  const [serialNumber, authority, registrationId] = ["0a", "line", "reg-gw3"];
  const publicKeySha256 = "b".repeat(64);
  await certificates.intend({ runId, unit, serialNumber, authority, registrationId, publicKeySha256 });
  const [notBefore, notAfter] = [new Date("2026-01-01T00:00:00Z"), new Date("2036-01-01T00:00:00Z")];
  await certificates.issued({ serialNumber, authority, chain: [Uint8Array.of(0x30, 0)], notBefore, notAfter });
  const [digest, root, createdAt] = ["c".repeat(64), "d".repeat(64), clock.now().toISOString()];
  await seals.add({ lot: "LOT-0", format: "sealed", count: 1, root, digest, previous: null, createdAt });
  await more.symmetricKeys.intend({ unit, runId, registrationId, keySha256: "e".repeat(64), sealed: "c2VhbGVk" });
  await more.enrollmentChanges.intend({ registrationId: "reg-gw1", act: "disable", reason: "lost", author: "Ann" });
  await more.operators.add({ name: "Ann", role: "engineer", pinHash: "h" });
}

/** Tables, rows, then indexes and triggers, so that no trigger runs while the rows go in. */
function dump(path: string): string {
  const database = new Database(path, { readonly: true });
  const text = z.array(z.string());
  const ask = (query: string): readonly string[] => text.parse(database.prepare(query).pluck().all());
  const own = "sql is not null and name not like 'sqlite_%'";
  const rows = ask(`select name from sqlite_schema where type = 'table' and ${own}`).flatMap((table) => {
    const columns = ask(`select name from pragma_table_info('${table}')`);
    const values = columns.map((column) => `quote("${column}")`).join(" || ', ' || ");
    const list = columns.map((column) => `"${column}"`).join(", ");
    return ask(`select ${values} from "${table}"`).map((row) => `insert into "${table}" (${list}) values (${row})`);
  });
  const tables = ask(`select sql from sqlite_schema where type = 'table' and ${own}`);
  const others = ask(`select sql from sqlite_schema where type != 'table' and ${own}`);
  database.close();
  const statements = ["pragma foreign_keys = off", "begin", ...tables, ...rows, ...others, "commit"];
  return `${statements.join(";\n")};\n`;
}
