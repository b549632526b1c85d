import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { z } from "zod";
import { failedOnce, type Outcome, passedOnce } from "./outcome.ts";

const root = join(import.meta.dirname, "../..");

/** Where the reports of the test runners go. */
export const results = join(root, "test-results");

/** Runs a program of this project with its output shown; whether it ended well. */
export function runProgram(words: readonly string[], env: Readonly<Record<string, string>> = {}): boolean {
  const [command = "", ...rest] = words;
  process.stdout.write(`\n▸ ${words.join(" ")}\n`);
  const path = `${join(root, "node_modules", ".bin")}${delimiter}${process.env["PATH"] ?? ""}`;
  const shell = process.platform === "win32";
  return (
    spawnSync(command, rest, { cwd: root, stdio: "inherit", env: { ...process.env, PATH: path, ...env }, shell })
      .status === 0
  );
}

/** A program that is one check. */
export const checkBy = (words: readonly string[]): Outcome =>
  runProgram(words) ? passedOnce : failedOnce(words.join(" "));

/** What a runner reported, or undefined if it did not get as far. */
export function readReport<Report>(file: string, schema: z.ZodType<Report>): Report | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    process.stdout.write(`No report in ${file}: ${String(error)}\n`);
    return undefined;
  }
}
