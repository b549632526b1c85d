// `npm start`: builds what is stale, then opens the desktop shell if it can run here, else the web shell.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { buildStale } from "./build.ts";

const root = import.meta.dirname;
const failedInstallNote = join(root, ".touchmark/electron-install-failed");
const usage =
  "npm start -- [--shell=electron|web] [--no-open] [--port N] [--data DIR] [--practice]\n" +
  "  --shell     desktop window or browser; left out: the desktop window if it can run here\n" +
  "  --no-open   web shell: print the address, open no browser\n" +
  "  --port N    web shell: port on this machine; left out: any free one\n" +
  "  --data DIR  where the station keeps its records\n" +
  "  --practice  the whole factory in memory, kept apart from real data";

interface StartOptions {
  readonly shell: "electron" | "web" | undefined;
  readonly open: boolean;
  readonly port: string | undefined;
  readonly data: string | undefined;
  readonly practice: boolean;
}

/** Throws on an unknown option or value, so that a typing mistake never starts something else. */
export function parseStartArguments(argv: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      shell: { type: "string" },
      "no-open": { type: "boolean", default: false },
      port: { type: "string" },
      data: { type: "string" },
      practice: { type: "boolean", default: false },
    },
  });
  const { shell, port, data, practice } = values;
  if (shell !== undefined && shell !== "electron" && shell !== "web") throw new Error("--shell is electron or web");
  if (port !== undefined && !/^\d{1,5}$/.test(port)) throw new Error("--port takes a number");
  return { shell, open: !values["no-open"], port, data, practice };
}

/**
 * Path of the Electron binary, or undefined. Never `require("electron")`: from plain Node that tries a download.
 */
export function findElectronBinary(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const folder = electronFolder();
  if (folder === undefined) return undefined;
  const pathFile = join(folder, "path.txt");
  const name = existsSync(pathFile) ? readFileSync(pathFile, "utf8").trim() : "electron";
  const override = environment["ELECTRON_OVERRIDE_DIST_PATH"];
  const binary = join(override ?? join(folder, "dist"), name);
  return existsSync(binary) ? binary : undefined;
}

function electronFolder(): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve("electron/package.json"));
  } catch {
    return undefined;
  }
}

/** Why no window can be shown here, or undefined if one can. */
export function whyNoWindow(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  if (process.platform !== "linux") return undefined;
  const display = environment["DISPLAY"] ?? environment["WAYLAND_DISPLAY"] ?? "";
  if (display === "") return "there is no display (DISPLAY and WAYLAND_DISPLAY are not set)";
  if (process.getuid?.() === 0) return "the desktop window does not run as root (its sandbox would have to be off)";
  return undefined;
}

/**
 * Fetches the Electron binary if that may be: never in CI, never where nobody can wait for it, not a second time after
 * it failed unless the desktop shell was asked for. A short probe comes first, so being offline costs seconds.
 */
async function installElectron(asked: boolean): Promise<string | undefined> {
  const folder = electronFolder();
  const interactive = process.stdin.isTTY && process.stderr.isTTY && (process.env["CI"] ?? "") === "";
  if (folder === undefined || (!asked && (!interactive || existsSync(failedInstallNote)))) return undefined;
  const installed = (await canReachMirror()) && (await runInstaller(join(folder, "install.js")));
  const binary = installed ? findElectronBinary() : undefined;
  if (binary === undefined) {
    mkdirSync(dirname(failedInstallNote), { recursive: true });
    writeFileSync(failedInstallNote, `${new Date().toISOString()}\n`);
  }
  return binary;
}

async function canReachMirror(): Promise<boolean> {
  const mirror = process.env["ELECTRON_MIRROR"] ?? "https://github.com/electron/electron/releases/";
  try {
    await fetch(mirror, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(4_000) });
    return true;
  } catch {
    return false;
  }
}

function runInstaller(script: string): Promise<boolean> {
  console.error("touchmark: fetching the Electron binary, once (Ctrl+C to stop)");
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script], { stdio: ["ignore", "ignore", "ignore"], timeout: 300_000 });
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });
}

interface ShellChoice {
  readonly binary: string | undefined;
  /** Why it is the web shell although nobody asked for it. */
  readonly reason: string | undefined;
}

async function chooseShell(asked: StartOptions["shell"]): Promise<ShellChoice> {
  if (asked === "web") return { binary: undefined, reason: undefined };
  const noWindow = whyNoWindow();
  if (noWindow !== undefined) return { binary: undefined, reason: noWindow };
  const binary = findElectronBinary() ?? (await installElectron(asked === "electron"));
  if (binary !== undefined) return { binary, reason: undefined };
  return { binary, reason: "the Electron binary is not installed (npx install-electron --no fetches it)" };
}

function runElectron(binary: string, options: readonly string[]): void {
  const child = spawn(binary, [root, ...options], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  child.once("error", (error) => {
    console.error(`touchmark: the desktop shell did not start: ${error.message}`);
    process.exitCode = 3;
  });
  child.once("exit", (code) => {
    process.exitCode ??= code ?? 3;
  });
}

async function runWebShell(options: readonly string[]): Promise<void> {
  process.argv.splice(2, process.argv.length, ...options);
  await import(pathToFileURL(join(root, "out/main/web.js")).href);
}

async function start(options: StartOptions): Promise<void> {
  const data = options.data === undefined ? [] : ["--data", options.data];
  const shared = [...data, ...(options.practice ? ["--practice"] : [])];
  await buildStale(["main", "preload", "renderer"]);
  const { binary, reason } = await chooseShell(options.shell);
  if (binary !== undefined) {
    runElectron(binary, shared);
    return;
  }
  if (reason !== undefined) console.error(`touchmark: opening the web shell, because ${reason}`);
  const port = options.port === undefined ? [] : ["--port", options.port];
  await runWebShell([...(options.open ? [] : ["--no-open"]), ...port, ...shared]);
}

/** The options, or undefined after saying what is wrong with them. */
function readOptions(): StartOptions | undefined {
  try {
    return parseStartArguments(process.argv.slice(2));
  } catch (error) {
    console.error(`touchmark: ${error instanceof Error ? error.message : String(error)}\n${usage}`);
    process.exitCode = 2;
    return undefined;
  }
}

if (import.meta.main) {
  const options = readOptions();
  if (options !== undefined) await start(options);
}
