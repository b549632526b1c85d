import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, expect, it } from "vitest";
import { checkSound } from "../../../../main/records/database/check-sound.ts";

const folder = mkdtempSync(join(tmpdir(), "touchmark-sound-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function make(name: string): { readonly file: string; readonly page: number } {
  const file = join(folder, name);
  const database = new Database(file);
  for (const table of ["a", "b", 'odd"name']) {
    database.exec(`create table "${table.replace('"', '""')}" (x text)`);
  }
  const insert = database.prepare("insert into b values (?)");
  database.exec("begin");
  for (let row = 0; row < 500; row += 1) insert.run("x".repeat(200));
  database.exec("commit");
  const page = database.prepare("select rootpage from sqlite_schema where name = 'b'").pluck().get();
  database.close();
  return { file, page: Number(page) };
}

const whole = { wholeUpTo: Number.MAX_SAFE_INTEGER, withinMs: 0 };
const byTable = { wholeUpTo: 0, withinMs: 60_000 };

it.each([whole, byTable])("finds a sound file sound and a damaged one damaged (%o)", (limits) => {
  const { file, page } = make(`${limits.wholeUpTo}.db`);
  const sound = new Database(file);
  expect(checkSound(sound, limits)).toBe(0);
  sound.close();
  const bytes = readFileSync(file);
  bytes.fill(0xa5, (page - 1) * 4096 + 8, page * 4096);
  writeFileSync(file, bytes);
  const damaged = new Database(file);
  expect(() => checkSound(damaged, limits)).toThrow();
  damaged.close();
});

it("leaves the rest of a large file for another start when the time is over", () => {
  const database = new Database(make("large.db").file);
  expect(checkSound(database, { wholeUpTo: 0, withinMs: 0 })).toBe(2);
  database.close();
});
