import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import type { InlineConfig, Plugin } from "vite";

/** What can be built: everything that runs in Node, the one file that sees both worlds, the screens. */
export type Target = "main" | "preload" | "renderer";

const root = import.meta.dirname;
const out = join(root, "out");

/** Entry name in `out/main` → source. One whose source does not exist is left out. */
const mainEntries = {
  cli: "main/cli/main.ts",
  web: "main/web/main.ts",
  electron: "main/electron/main.ts",
  "station-process": "main/electron/station-process.ts",
  "records-worker": "main/station/backup/records-worker.ts",
};

/** Native packages, the shell itself, and what `ws` and others only try to load. */
const external = [
  "electron",
  "better-sqlite3",
  "serialport",
  /^@serialport\//,
  "usb",
  "koffi",
  "bufferutil",
  "utf-8-validate",
  "pino-pretty",
];

interface TargetPlan {
  /** Folders and files the target is made from; their content decides whether it is stale. */
  readonly sources: readonly string[];
  readonly entries: Readonly<Record<string, string>>;
  readonly config: (entries: Record<string, string>, outDir: string) => Promise<InlineConfig>;
}

const plans: Readonly<Record<Target, TargetPlan>> = {
  main: { sources: ["main"], entries: mainEntries, config: mainConfig },
  preload: {
    sources: ["preload", "main/api/contract"],
    entries: { preload: "preload/preload.ts" },
    config: preloadConfig,
  },
  renderer: {
    sources: ["renderer", "main/api/contract"],
    entries: { index: "renderer/index.html" },
    config: rendererConfig,
  },
};

/**
 * Brings the targets up to date; those already so cost one reading of their sources. Two processes may call this at
 * the same time: one builds, the other waits for it. Says one line on standard error when it builds, else nothing.
 */
export async function buildStale(targets: readonly Target[]): Promise<void> {
  if (targets.every((target) => isFresh(target, fingerprint(target)))) return;
  mkdirSync(out, { recursive: true });
  const release = await acquireLock(join(out, ".build-lock"));
  try {
    for (const target of targets) {
      const wanted = fingerprint(target);
      if (!isFresh(target, wanted)) await buildTarget(target, wanted);
    }
  } finally {
    release();
  }
}

/**
 * SQLite's exclusive file lock: the operating system frees it when its holder dies, however it dies, so there is no
 * stale lock to recognise and no moment at which two could both believe they took one over.
 */
async function acquireLock(path: string): Promise<() => void> {
  const database = new DatabaseSync(path, { timeout: 0 });
  for (;;) {
    try {
      database.exec("BEGIN EXCLUSIVE");
      return () => database.close();
    } catch (error) {
      if (!(error instanceof Error) || !/locked|busy/.test(error.message)) throw error;
      await sleep(100);
    }
  }
}

/** SHA-256 over paths and content of the sources, the settings and this file. */
function fingerprint(target: Target): string {
  const hash = createHash("sha256");
  const files = plans[target].sources.flatMap((source) => filesBelow(join(root, source)));
  const settings = ["package-lock.json", "tsconfig.base.json"].map((name) => join(root, name));
  for (const file of [...files, ...settings, import.meta.filename]) {
    const content = readFileSync(file);
    hash.update(`${relative(root, file).replaceAll("\\", "/")}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".md") && !entry.name.startsWith("."))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const stampPath = (target: Target): string => join(out, `.${target}-stamp`);

function isFresh(target: Target, wanted: string): boolean {
  const stamp = stampPath(target);
  return existsSync(join(out, target)) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
}

/** Builds beside the old output and swaps at the end, so that a failed build leaves the old one in place. */
async function buildTarget(target: Target, wanted: string): Promise<void> {
  const plan = plans[target];
  const entries = Object.fromEntries(
    Object.entries(plan.entries).filter(([, source]) => existsSync(join(root, source))),
  );
  if (Object.keys(entries).length === 0) return;
  const started = performance.now();
  const fresh = join(out, `.${target}-new`);
  const old = join(out, `.${target}-old`);
  for (const leftover of [fresh, old]) rmSync(leftover, { recursive: true, force: true });
  const { build } = await import("vite");
  await build(await plan.config(entries, fresh));
  rmSync(stampPath(target), { force: true });
  if (existsSync(join(out, target))) renameSync(join(out, target), old);
  renameSync(fresh, join(out, target));
  writeFileSync(stampPath(target), wanted);
  rmSync(old, { recursive: true, force: true });
  console.error(`touchmark: built out/${target} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

const common: InlineConfig = { root, configFile: false, envDir: false, logLevel: "warn", publicDir: false };

function mainConfig(entries: Record<string, string>, outDir: string): Promise<InlineConfig> {
  return Promise.resolve({
    ...common,
    ssr: { noExternal: true, target: "node" },
    build: {
      ssr: true,
      target: "node24",
      outDir,
      emptyOutDir: true,
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input: entries,
        external,
        output: { format: "es", entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
      },
    },
  } satisfies InlineConfig);
}

/** A sandboxed preload may only be one CommonJS file. */
function preloadConfig(entries: Record<string, string>, outDir: string): Promise<InlineConfig> {
  return Promise.resolve({
    ...common,
    ssr: { noExternal: true, target: "node" },
    build: {
      ssr: true,
      target: "chrome156",
      outDir,
      emptyOutDir: true,
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input: entries,
        external: ["electron"],
        output: { format: "cjs", entryFileNames: "[name].cjs", codeSplitting: false },
      },
    },
  } satisfies InlineConfig);
}

/** Every browser we open reads WOFF2; the same font as WOFF would only make the application larger. */
const withoutOldFonts: Plugin = {
  name: "without-old-fonts",
  enforce: "pre",
  transform: (code, id) =>
    /@fontsource\/noto-sans-sc\/.*\.css$/.test(id.replaceAll("\\", "/"))
      ? code.replaceAll(/,\s*url\([^)]*\.woff\)\s*format\('woff'\)/g, "")
      : undefined,
};

async function rendererConfig(_entries: Record<string, string>, outDir: string): Promise<InlineConfig> {
  const { default: react } = await import("@vitejs/plugin-react");
  return {
    ...common,
    root: join(root, "renderer"),
    plugins: [react(), withoutOldFonts],
    build: {
      outDir,
      emptyOutDir: true,
      sourcemap: true,
      // A data: font or script would be refused by the content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 2000,
    },
  };
}

if (import.meta.main) {
  if (process.argv.includes("--all")) {
    for (const target of ["main", "preload", "renderer"] as const) rmSync(stampPath(target), { force: true });
  }
  await buildStale(["main", "preload", "renderer"]);
}
