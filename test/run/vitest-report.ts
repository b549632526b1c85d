import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import type { Reporter, SerializedError, TestModule } from "vitest/node";
import { z } from "zod";
import { firstLine } from "./outcome.ts";

const failure = z.object({ name: z.string(), error: z.string() });

const testFile = z.object({
  file: z.string(),
  passed: z.int(),
  skipped: z.int(),
  failures: z.array(failure),
});

/** What `vitest` came to, file by file: a suite that could not begin and an error nobody caught are failures as a test is. */
export const vitestReport = z.array(testFile);

export type TestFile = z.infer<typeof testFile>;

type Failure = z.infer<typeof failure>;

/** Vitest notes the path of the file at work on an error that nobody caught. */
const originOf = z.object({ VITEST_TEST_PATH: z.string() });

function failuresOf(module: TestModule): readonly Failure[] {
  const suites = [...module.children.allSuites()].map((suite) => ({ name: suite.fullName, errors: suite.errors() }));
  return [
    ...[{ name: "(the file)", errors: module.errors() }, ...suites]
      .filter(({ errors }) => errors.length > 0)
      .map(({ name, errors }) => ({ name, error: firstLine(errors) })),
    ...[...module.children.allTests("failed")].map((test) => ({
      name: test.fullName,
      error: firstLine(test.result().errors ?? []),
    })),
  ];
}

const fileOf = (module: TestModule): TestFile => ({
  file: module.relativeModuleId,
  passed: [...module.children.allTests("passed")].length,
  skipped: [...module.children.allTests("skipped")].length,
  failures: [...failuresOf(module)],
});

function uncaught(error: SerializedError): TestFile {
  const origin = originOf.safeParse(error);
  const file = origin.success ? relative(process.cwd(), origin.data.VITEST_TEST_PATH) : "";
  return { file, passed: 0, skipped: 0, failures: [{ name: "(an error nobody caught)", error: firstLine([error]) }] };
}

/** Writes what a run came to into a file, with the name and reason of everything that failed. */
export class VitestReporter implements Reporter {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const report: readonly TestFile[] = [...modules.map(fileOf), ...unhandled.map(uncaught)];
    writeFileSync(this.#file, JSON.stringify(report));
  }
}
