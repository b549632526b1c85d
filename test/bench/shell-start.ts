import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { openWeb } from "../e2e/fixtures/open-web.ts";
import { NodeProcess } from "../e2e/fixtures/start-node.ts";
import { findChromium } from "../harness/electron/chromium.ts";
import { median, rounded } from "./statistics.ts";

/** Milliseconds from starting the web shell to a page on which a unit can be plugged in, in a browser that is open already. */
export interface ShellStart {
  /** On an empty data folder: authority, chip maker and service of practice mode are made as well. */
  readonly firstMs: number;
  /** On the same folder again. */
  readonly againMs: number;
  /** An empty Node program and an empty page, for comparison. */
  readonly nothingMs: number;
  /** `againMs` in units of `nothingMs`. */
  readonly ratio: number;
}

const rounds = 3;

/** `undefined` where there is no browser. */
export async function measureShellStart(): Promise<ShellStart | undefined> {
  const executablePath = findChromium();
  if (executablePath === undefined) return undefined;
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
  try {
    await emptyStart(browser);
    const [first, again, nothing]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < rounds; round += 1) {
      const folder = mkdtempSync(join(tmpdir(), "touchmark-bench-shell-"));
      first.push(await start(browser, folder));
      again.push(await start(browser, folder));
      nothing.push(await emptyStart(browser));
      rmSync(folder, { recursive: true, force: true });
    }
    const [firstMs, againMs, nothingMs] = [median(first), median(again), median(nothing)];
    return {
      firstMs: rounded(firstMs, 0),
      againMs: rounded(againMs, 0),
      nothingMs: rounded(nothingMs, 0),
      ratio: rounded(againMs / nothingMs),
    };
  } finally {
    await browser.close();
  }
}

async function start(browser: Browser, folder: string): Promise<number> {
  const begin = performance.now();
  const shell = await openWeb(browser, folder);
  try {
    const plug = shell.page.getByRole("button", { name: "Plug in", exact: true }).first();
    // A trial click waits until the button is there, stands still, is enabled and is not covered.
    await plug.click({ trial: true });
    return performance.now() - begin;
  } finally {
    await shell.close();
  }
}

async function emptyStart(browser: Browser): Promise<number> {
  const begin = performance.now();
  const node = new NodeProcess(["--eval", "console.log('ready'); setInterval(() => undefined, 1000)"]);
  await node.find(/^(ready)$/);
  const page = await (await browser.newContext()).newPage();
  await page.setContent("<button>ready</button>");
  await page.getByRole("button").click({ trial: true });
  const ms = performance.now() - begin;
  await Promise.all([page.context().close(), node.end()]);
  return ms;
}
