import Database from "better-sqlite3";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openRecords } from "../../../main/records/records.ts";
import type { KeptSeal } from "../../../main/records/seals.ts";
import { sampleLot } from "../../harness/sample-records.ts";

const folder = mkdtempSync(join(tmpdir(), "touchmark-seals-"));
afterAll(() => rmSync(folder, { recursive: true }));

const seal = (digit: string, previous: string | null): KeptSeal => ({
  lot: "LOT-1",
  format: "sealed",
  count: 3,
  root: "e".repeat(64),
  digest: digit.repeat(64),
  previous,
  createdAt: "2026-11-23T01:00:00.000Z",
});

it("keeps seals one after the other, never two after the same, and none is changed or deleted", async () => {
  const file = join(folder, "station.db");
  const records = await openRecords({ file, practice: false });
  await records.lots.open(sampleLot);
  expect(await records.seals.newest()).toBeNull();
  expect(await records.seals.add(seal("1", null))).toBe(true);
  expect(await records.seals.add(seal("2", null))).toBe(false);
  expect(await records.seals.add(seal("2", "1".repeat(64)))).toBe(true);
  expect(await records.seals.newest()).toBe("2".repeat(64));
  await records.close();

  const again = await openRecords({ file, practice: false });
  expect(await again.seals.list()).toEqual([seal("1", null), seal("2", "1".repeat(64))]);
  await again.close();

  const raw = new Database(file);
  expect(() => raw.exec("update seals set count = 9")).toThrow("never changed");
  expect(() => raw.exec("delete from seals")).toThrow("never deleted");
  const fork =
    "insert into seals (lot, format, count, root, digest, previous, createdAt) select lot, format, 0, root, 'x', previous, createdAt from seals where id = 2";
  expect(() => raw.exec(fork)).toThrow("UNIQUE");
  raw.close();
});
