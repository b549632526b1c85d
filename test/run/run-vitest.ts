import { rmSync } from "node:fs";
import { join } from "node:path";
import { add, failedOnce, nothing, type Outcome } from "./outcome.ts";
import { readReport, results, runProgram } from "./run-program.ts";
import { type TestFile, vitestReport } from "./vitest-report.ts";

/** More files with failures than this are no race: the second try would only take time. */
const mostRaces = 5;

const wordsOf = ({ file, failures }: TestFile): readonly string[] =>
  failures.map(({ name, error }) => `${file} ${name}: ${error}`);

const failedIn = (files: readonly TestFile[]): readonly TestFile[] =>
  files.filter(({ failures }) => failures.length > 0);

function tryOnce(projects: readonly string[], only: readonly string[] = []): readonly TestFile[] | undefined {
  const report = join(results, `vitest-${projects.join("-")}.json`);
  rmSync(report, { force: true });
  const ok = runProgram(["vitest", "run", ...projects.flatMap((name) => ["--project", name]), ...only], {
    TOUCHMARK_VITEST_REPORT: report,
  });
  const files = readReport(report, vitestReport);
  if (files === undefined || ok || failedIn(files).length > 0) return files;
  const failures = [{ name: "vitest", error: "ended with a fault it did not name" }];
  return [...files, { file: "", passed: 0, skipped: 0, failures }];
}

const outcomeOf = (files: readonly TestFile[]): Outcome =>
  files
    .map((file) => ({
      passed: file.passed,
      skipped: file.skipped,
      failed: file.failures.length,
      failures: wordsOf(file),
      doubtful: [],
    }))
    .reduce<Outcome>(add, nothing);

/**
 * The tests of some projects of vitest.config.ts. With a second try, the files in which something failed run once more by themselves;
 * what passes then is counted as passed, and named as doubtful.
 */
export function runVitest(
  projects: readonly string[],
  { secondTry }: { readonly secondTry: boolean } = { secondTry: false },
): Outcome {
  const first = tryOnce(projects);
  if (first === undefined) return failedOnce(`vitest ${projects.join(" ")}: no report`);
  const names = new Set(failedIn(first).map(({ file }) => file));
  const again = secondTry && names.size > 0 && names.size <= mostRaces && !names.has("");
  const second = again ? tryOnce(projects, [...names]) : undefined;
  if (second === undefined || failedIn(second).length > 0) return outcomeOf(first);
  const rest = first.filter(({ file }) => !names.has(file));
  return { ...outcomeOf([...rest, ...second]), doubtful: failedIn(first).flatMap(wordsOf) };
}
