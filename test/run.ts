import { mkdirSync } from "node:fs";
import { add, nothing, type Outcome } from "./run/outcome.ts";
import { runPlaywright } from "./run/run-playwright.ts";
import { checkBy, results } from "./run/run-program.ts";
import { runVitest } from "./run/run-vitest.ts";
import { installParts } from "./set-up/install-parts.ts";

/** `npm test`: every check and every test; `quick`: those that need nothing and take under a minute; `check`, `e2e`, `soak`, `bench`: one kind. */
const projects = ["main", "preload", "renderer", "test", "test/tsconfig.page.json", "."];

const check = (): Outcome =>
  [["biome", "format", "."], ["oxlint", "--quiet"], ...projects.map((project) => ["tsc", "-p", project])]
    .map(checkBy)
    .reduce(add);

const build = (): Outcome => checkBy(["node", "build.ts", "--all"]);

function everything(): Outcome {
  for (const { name, packages } of installParts()) {
    process.stdout.write(`Could not be had here, its tests are skipped: ${name} (Debian: ${packages.join(" ")})\n`);
  }
  const secondTry = { secondTry: true };
  return [
    check(),
    build(),
    runVitest(["quick", "quick-apart", "real"], secondTry),
    runVitest(["vm"], secondTry),
    runPlaywright(secondTry),
  ].reduce(add, nothing);
}

const more = process.argv.slice(3);

const kinds: Readonly<Record<string, () => Outcome>> = {
  all: everything,
  quick: () => add(check(), runVitest(["quick", "quick-apart"])),
  check,
  vm: () => runVitest(["vm"]),
  e2e: () => add(build(), runPlaywright({ secondTry: false })),
  soak: () => checkBy(["node", "test/soak/run.ts", ...more]),
  bench: () => add(build(), checkBy(["node", "test/bench/run.ts", ...more])),
};

mkdirSync(results, { recursive: true });
const [kind = "all"] = process.argv.slice(2);
const chosen = kinds[kind];
if (chosen === undefined) {
  process.stderr.write(`node test/run.ts [${Object.keys(kinds).join("|")}]\n`);
  process.exitCode = 2;
} else {
  const { passed, failed, skipped, failures, doubtful } = chosen();
  const named = [
    ...failures.map((words) => `failed: ${words}`),
    ...doubtful.map((words) => `passed only at the second try: ${words}`),
  ];
  process.stdout.write(`\n${named.map((line) => `${line}\n`).join("")}`);
  process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
