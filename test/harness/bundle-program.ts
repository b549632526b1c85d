import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "vite";

const root = join(import.meta.dirname, "../..");
const natives = ["better-sqlite3", "serialport", "@serialport/bindings-cpp", "usb", "koffi"];

export interface Bundle {
  /** Run this with Node. */
  readonly file: string;
  remove(): void;
}

/** One program of test/harness with all it imports in one file: starting it loads that, not hundreds of sources. */
export async function bundleProgram(source: string): Promise<Bundle> {
  mkdirSync(join(root, "test-results"), { recursive: true });
  // Inside the checkout, so that native modules are found.
  const outDir = mkdtempSync(join(root, "test-results", "bundle-"));
  await build({
    root,
    configFile: false,
    logLevel: "error",
    publicDir: false,
    build: { ssr: join(root, source), outDir, target: "node24", minify: false },
    ssr: { noExternal: true, external: natives },
  });
  return {
    file: join(outDir, `${basename(source, ".ts")}.js`),
    remove: () => {
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}
