import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { installParts } from "./set-up/install-parts.ts";

/** `npm test`: every check and every test; `quick`: those that need nothing and take under a minute; `check`, `e2e`, `soak`, `bench`: one kind. */
interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const root = join(import.meta.dirname, "..");
const results = join(root, "test-results");
const nothing: Count = { passed: 0, failed: 0, skipped: 0 };
const projects = ["main", "preload", "renderer", "test", "test/tsconfig.page.json", "."];

const add = (a: Count, b: Count): Count => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

function run(words: readonly string[], env: Readonly<Record<string, string>> = {}): boolean {
  const [command = "", ...rest] = words;
  process.stdout.write(`\n▸ ${words.join(" ")}\n`);
  const bin = join(root, "node_modules", ".bin");
  const path = `${bin}${process.platform === "win32" ? ";" : ":"}${process.env["PATH"] ?? ""}`;
  const shell = process.platform === "win32";
  return (
    spawnSync(command, rest, { cwd: root, stdio: "inherit", env: { ...process.env, PATH: path, ...env }, shell })
      .status === 0
  );
}

const asCount = (passed: boolean): Count => (passed ? { ...nothing, passed: 1 } : { ...nothing, failed: 1 });

function check(): Count {
  return [["biome", "format", "."], ["oxlint", "--quiet"], ...projects.map((project) => ["tsc", "-p", project])].reduce(
    (count, words) => add(count, asCount(run(words))),
    nothing,
  );
}

const vitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  numFailedTestSuites: z.int(),
});

function vitest(...projectNames: readonly string[]): Count {
  const file = join(results, `vitest-${projectNames.join("-")}.json`);
  rmSync(file, { force: true });
  const ok = run([
    "vitest",
    "run",
    ...projectNames.flatMap((name) => ["--project", name]),
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ]);
  const report = readReport(file, vitestReport);
  if (report === undefined) return asCount(false);
  const failed = report.numFailedTests === 0 && !ok ? 1 : report.numFailedTests;
  return { passed: report.numPassedTests, failed, skipped: report.numPendingTests + report.numTodoTests };
}

interface Suite {
  readonly file: string;
  readonly specs: readonly {
    readonly title: string;
    readonly line: number;
    readonly tests: readonly { readonly projectName: string; readonly status: string }[];
  }[];
  readonly suites?: readonly Suite[] | undefined;
}

const suite: z.ZodType<Suite> = z.object({
  file: z.string(),
  specs: z.array(
    z.object({
      title: z.string(),
      line: z.int(),
      tests: z.array(z.object({ projectName: z.string(), status: z.string() })),
    }),
  ),
  suites: z.lazy(() => z.array(suite)).optional(),
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
  suites: z.array(suite),
});

/** Those that passed only at the second try, to be named at the end. */
const doubtful: string[] = [];

const flakyOf = ({ file, specs, suites = [] }: Suite): readonly string[] => [
  ...specs.flatMap(({ title, line, tests }) =>
    tests
      .filter(({ status }) => status === "flaky")
      .map(({ projectName }) => `[${projectName}] ${file}:${line} ${title}`),
  ),
  ...suites.flatMap(flakyOf),
];

/** With a second try, whoever passes only then is counted and named: on a busy machine one race must not hide all the rest. */
function endToEnd({ secondTry }: { readonly secondTry: boolean }): Count {
  const file = join(results, "playwright.json");
  rmSync(file, { force: true });
  const tries = secondTry ? ["--retries=1", "--trace=on-first-retry"] : [];
  const ok = run(["playwright", "test", "--reporter=list,json", ...tries], { PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  const report = readReport(file, playwrightReport);
  if (report === undefined) return asCount(false);
  const { expected, unexpected, flaky, skipped } = report.stats;
  doubtful.push(...report.suites.flatMap(flakyOf));
  return { passed: expected + flaky, failed: unexpected === 0 && !ok ? 1 : unexpected, skipped };
}

function readReport<Report>(file: string, schema: z.ZodType<Report>): Report | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    process.stdout.write(`No report in ${file}: ${String(error)}\n`);
    return undefined;
  }
}

const build = (): Count => asCount(run(["node", "build.ts", "--all"]));

function everything(): Count {
  for (const { name, packages } of installParts()) {
    process.stdout.write(`Could not be had here, its tests are skipped: ${name} (Debian: ${packages.join(" ")})\n`);
  }
  return [check(), build(), vitest("quick", "quick-apart", "real"), vitest("vm"), endToEnd({ secondTry: true })].reduce(
    add,
  );
}

const kinds: Readonly<Record<string, () => Count>> = {
  all: everything,
  quick: () => add(check(), vitest("quick", "quick-apart")),
  check,
  vm: () => vitest("vm"),
  e2e: () => add(build(), endToEnd({ secondTry: false })),
  soak: () => asCount(run(["node", "test/soak/run.ts", ...process.argv.slice(3)])),
  bench: () => add(build(), asCount(run(["node", "test/bench/run.ts", ...process.argv.slice(3)]))),
};

mkdirSync(results, { recursive: true });
const [kind = "all"] = process.argv.slice(2);
const chosen = kinds[kind];
if (chosen === undefined) {
  process.stderr.write(`node test/run.ts [${Object.keys(kinds).join("|")}]\n`);
  process.exitCode = 2;
} else {
  const { passed, failed, skipped } = chosen();
  if (doubtful.length > 0) process.stdout.write("\n");
  for (const name of doubtful) process.stdout.write(`passed only at the second try: ${name}\n`);
  process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
