import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { VitestReporter } from "./test/run/vitest-report.ts";

/** Nobody waits for the time of a test that does not fail: a busy machine may take it. */
const shared = {
  environment: "node",
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 30_000 } },
  setupFiles: "test/harness/wait-long.ts",
} as const;

const report = process.env["TOUCHMARK_VITEST_REPORT"];

/** Files that put another module in the place of `electron`: each on its own, or the next file would meet that one. */
const standIns = ["test/unit/{electron,preload}/**/*.test.ts"];

/** quick: under a minute, nothing installed. full: real parts (swtpm, OpenSSL, PTYs, kills); missing ones count as skipped. */
export default defineConfig({
  test: {
    reporters: report === undefined ? ["default"] : ["default", new VitestReporter(report)],
    projects: [
      {
        test: {
          ...shared,
          name: "quick",
          include: ["test/{architecture,unit,contract}/**/*.test.{ts,tsx}"],
          exclude: standIns,
          // Files share what they import: loading it anew for every file took more than half of the time.
          isolate: false,
          // One more than Vitest would take: many of them wait, and a processor that waits could work.
          maxWorkers: Math.max(2, availableParallelism()),
          sequence: { groupOrder: 0 },
        },
      },
      { test: { ...shared, name: "quick-apart", include: standIns } },
      {
        test: {
          ...shared,
          name: "real",
          include: ["test/integration/**/*.test.ts"],
          // They wait for each other's programs, time-outs and kills most of the time.
          maxWorkers: Math.max(2, availableParallelism()) + 1,
          sequence: { groupOrder: 1 },
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      { test: { ...shared, name: "vm", include: ["test/vm/*.test.ts"], sequence: { groupOrder: 2 } } },
    ],
  },
});
