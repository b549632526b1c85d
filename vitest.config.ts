import { defineConfig } from "vitest/config";

const shared = { environment: "node", testTimeout: 20_000, hookTimeout: 60_000 } as const;

/** quick: under a minute, nothing installed. full: real parts (swtpm, OpenSSL, PTYs, kills); missing ones count as skipped. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: "quick",
          include: ["test/{architecture,unit,contract}/**/*.test.{ts,tsx}"],
          // Files share what they import: loading it anew for every file took more than half of the time.
          isolate: false,
        },
      },
      {
        test: {
          ...shared,
          name: "real",
          include: ["test/integration/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
