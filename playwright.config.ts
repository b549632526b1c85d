import { defineConfig } from "@playwright/test";
import { findElectronBinary } from "./start.ts";
import type { ShellOptions } from "./test/e2e/fixtures/station-under-test.ts";
import { findChromium } from "./test/harness/electron/chromium.ts";

const chromium = findChromium();
const hasDisplay =
  process.platform !== "linux" || (process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"]) !== undefined;
/** The real Electron joins in wherever there is one, and a display to show it. */
const electron =
  findElectronBinary() !== undefined && hasDisplay
    ? [{ name: "electron", use: { shell: "electron" as const }, grepInvert: /@web/ }]
    : [];

/** The same specs on every shell, but those marked @web or @desktop. Run `node build.ts` first: what is tested is out/. */
export default defineConfig<ShellOptions>({
  testDir: "test/e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results/e2e",
  snapshotPathTemplate: "{testDir}/snapshots/{arg}{ext}",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // Of those that do not fail nobody waits for it: a busy machine may take its time.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [["list"]],
  use: {
    viewport: { width: 1280, height: 720 },
    screenshot: "only-on-failure",
    ...(chromium === undefined ? {} : { launchOptions: { executablePath: chromium } }),
  },
  projects: [
    { name: "web", use: { shell: "web" }, grepInvert: /@desktop/ },
    { name: "electron-stand-in", use: { shell: "electron-stand-in" }, grepInvert: /@web/ },
    ...electron,
  ],
});
