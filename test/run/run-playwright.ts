import { rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { failedOnce, firstLine, type Outcome } from "./outcome.ts";
import { readReport, results, runProgram } from "./run-program.ts";

interface Suite {
  readonly file: string;
  readonly specs: readonly {
    readonly title: string;
    readonly line: number;
    readonly tests: readonly Test[];
  }[];
  readonly suites?: readonly Suite[] | undefined;
}

type Test = z.infer<typeof test>;

const test = z.object({
  projectName: z.string(),
  status: z.enum(["expected", "unexpected", "flaky", "skipped"]),
  results: z.array(z.object({ error: z.object({ message: z.string().default("") }).optional() })),
});

const suite: z.ZodType<Suite> = z.object({
  file: z.string(),
  specs: z.array(z.object({ title: z.string(), line: z.int(), tests: z.array(test) })),
  suites: z.lazy(() => z.array(suite)).optional(),
});

const playwrightReport = z.object({
  suites: z.array(suite),
  errors: z.array(z.object({ message: z.string().default("") })),
});

interface Named {
  readonly status: Test["status"];
  readonly words: string;
}

const whyOf = ({ results: tries }: Test): string =>
  firstLine(tries.flatMap(({ error }) => (error === undefined ? [] : [error])));

const testsOf = ({ file, specs, suites = [] }: Suite): readonly Named[] => [
  ...specs.flatMap(({ title, line, tests }) =>
    tests.map((each) => ({
      status: each.status,
      words: `[${each.projectName}] ${file}:${line} ${title}: ${whyOf(each)}`,
    })),
  ),
  ...suites.flatMap(testsOf),
];

/** The end-to-end tests. With a second try, those that pass only then are counted as passed, and named as doubtful. */
export function runPlaywright({ secondTry }: { readonly secondTry: boolean }): Outcome {
  const file = join(results, "playwright.json");
  rmSync(file, { force: true });
  const tries = secondTry ? ["--retries=1", "--trace=on-first-retry"] : [];
  const ok = runProgram(["playwright", "test", "--reporter=list,json", ...tries], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  const report = readReport(file, playwrightReport);
  if (report === undefined) return failedOnce("playwright test: no report");
  const all = report.suites.flatMap(testsOf);
  const named = (status: Test["status"]): readonly string[] =>
    all.filter((each) => each.status === status).map(({ words }) => words);
  const broken = report.errors.map((error) => `playwright test: ${firstLine([error])}`);
  const failures = [...named("unexpected"), ...broken];
  if (!ok && failures.length === 0) failures.push("playwright test ended with a fault it did not name");
  const doubtful = named("flaky");
  return {
    passed: named("expected").length + doubtful.length,
    failed: failures.length,
    skipped: named("skipped").length,
    failures,
    doubtful,
  };
}
