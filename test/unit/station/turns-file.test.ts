import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { TurnsFile } from "../../../main/station/turns-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-turns-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it("what one books the others are told, and nobody is told what is its own", () => {
  const path = join(folder, "pace", "127.0.0.1_8443");
  const [one, other] = [new TurnsFile(path), new TurnsFile(path)];
  expect([one.bookedMs(), other.bookedMs()]).toEqual([0, 0]);
  one.book(60_000);
  expect(one.bookedMs()).toBe(0);
  // The test may take its time.
  expect(other.bookedMs()).toBeLessThanOrEqual(60_000);
  expect(other.bookedMs()).toBeGreaterThan(0);
  other.book(90_000.5);
  expect(one.bookedMs()).toBeGreaterThan(60_000 - 1);
  expect(other.bookedMs()).toBe(0);
  one.close();
  // A call that was still under way.
  one.book(180_000);
  expect(one.bookedMs()).toBeLessThanOrEqual(0);
  expect(other.bookedMs()).toBe(0);
  other.close();
});

it.each(["", "not a number", "1e999", "\0".repeat(24)])("a damaged file says nothing: %j", (text) => {
  const path = join(folder, "damaged");
  writeFileSync(path, text);
  const file = new TurnsFile(path);
  expect(file.bookedMs()).toBe(0);
  file.close();
});

it("where nothing can be written everybody is alone", () => {
  writeFileSync(join(folder, "pace"), "a file where the folder should be");
  const file = new TurnsFile(join(folder, "pace", "plant"));
  file.book(60_000);
  expect(file.bookedMs()).toBe(0);
  file.close();
});
