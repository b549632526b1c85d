import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { writeFileAtomically } from "../../../main/station/write-file-atomically.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-write-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

it("replaces a file whole, for its owner alone, also when many write at once", async () => {
  const path = join(folder, "file");
  const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000));
  await Promise.all(texts.map((text) => writeFileAtomically(path, text)));
  expect(texts).toContain(readFileSync(path, "utf8"));
  expect(statSync(path).mode & 0o077).toBe(0);
  expect(readdirSync(folder)).toEqual(["file"]);
});

it("leaves nothing behind when it cannot, and says so with a code", async () => {
  mkdirSync(join(folder, "taken"));
  await expect(writeFileAtomically(join(folder, "taken"), "x")).rejects.toMatchObject({ code: "set-up.folder" });
  await expect(writeFileAtomically(join(folder, "no/such"), "x")).rejects.toMatchObject({ code: "set-up.folder" });
  expect(readdirSync(folder)).toEqual(["taken"]);
});
