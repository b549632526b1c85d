import { constants, copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { openWeb } from "../e2e/fixtures/open-web.ts";
import { findChromium } from "../harness/electron/chromium.ts";
import { sampleLot } from "../harness/sample-records.ts";
import { millionRecords } from "./million/make-million.ts";
import { rounded } from "./statistics.ts";

/** How a lot's table of units scrolls in Chromium, its processor slowed down. */
export interface TableScroll {
  readonly units: number;
  /** While it moves by a wheel, 7200 pixels a second. */
  readonly wheelFps: number;
  /** While the thumb is pulled from the first unit to the last. */
  readonly thumbFps: number;
  /** Time of the page's thread for one frame: what it takes where nothing else runs. */
  readonly wheelBusyMs: number;
  readonly thumbBusyMs: number;
  /** Rows in sight that had their words, of every tenth frame of the wheel. */
  readonly filledPercent: number;
  /** From the thumb's rest to the words of the rows there. */
  readonly settledMs: number;
}

export const leastFps = 50;
const slowedDown = 4;
const frames = 300;

/** `undefined` where there is no browser. `units`: fewer for a look at the shape. */
export async function measureTableScroll(units = 1_000_000): Promise<TableScroll | undefined> {
  const executablePath = findChromium();
  if (executablePath === undefined) return undefined;
  const records = await millionRecords(units);
  const folder = mkdtempSync(join(tmpdir(), "touchmark-bench-table-"));
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
  try {
    mkdirSync(join(folder, "practice"));
    // The station writes into its own copy, which costs nothing where the disk can share blocks.
    copyFileSync(join(records, "station.db"), join(folder, "practice", "station.db"), constants.COPYFILE_FICLONE);
    return { units, ...(await scrolled(browser, folder)) };
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function scrolled(browser: Browser, folder: string): Promise<Omit<TableScroll, "units">> {
  const shell = await openWeb(browser, folder);
  const { page } = shell;
  try {
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.goto(`${page.url().replace(/#.*/, "")}#/lots/${sampleLot.lot}`);
    await page
      .getByRole("gridcell", { name: /^GW2\d+$/ })
      .first()
      .waitFor({ timeout: 120_000 });
    const devTools = await page.context().newCDPSession(page);
    await devTools.send("Emulation.setCPUThrottlingRate", { rate: slowedDown });
    await devTools.send("Performance.enable", { timeDomain: "threadTicks" });
    const busySeconds = async (): Promise<number> => {
      const { metrics } = await devTools.send("Performance.getMetrics");
      return metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0;
    };
    const before = await busySeconds();
    const wheel = await page.evaluate<Scrolled>(scroll(120));
    const between = await busySeconds();
    const thumb = await page.evaluate<Scrolled>(scroll(null));
    const after = await busySeconds();
    const begin = performance.now();
    await page.locator('[role="row"][data-reading="true"]').first().waitFor({ state: "detached" });
    return {
      wheelFps: rounded(wheel.fps, 1),
      wheelBusyMs: rounded(((between - before) * 1000) / frames, 1),
      thumbFps: rounded(thumb.fps, 1),
      thumbBusyMs: rounded(((after - between) * 1000) / frames, 1),
      filledPercent: rounded(wheel.filledPercent, 1),
      settledMs: rounded(performance.now() - begin, 0),
    };
  } finally {
    await shell.close();
  }
}

interface Scrolled {
  readonly fps: number;
  readonly filledPercent: number;
}

/** For the page, as text because nothing else here knows a document: so many pixels in each frame, or the whole bar for null. */
const scroll = (step: number | null): string => `new Promise((resolve) => {
  const table = document.querySelector('[role="grid"]');
  const most = table.scrollHeight - table.clientHeight;
  let [frame, begin, rows, filled] = [0, 0, 0, 0];
  const draw = (now) => {
    if (frame === 0) begin = now;
    if (frame === ${frames}) {
      resolve({ fps: (frame * 1000) / (now - begin), filledPercent: (filled * 100) / rows });
      return;
    }
    // Looking costs too.
    if (frame % 10 === 0) {
      rows += table.querySelectorAll("[data-reading]").length;
      filled += table.querySelectorAll('[data-reading="false"]').length;
    }
    frame += 1;
    table.scrollTop = ${step === null ? `(most * frame) / ${frames}` : `table.scrollTop + ${step}`};
    requestAnimationFrame(draw);
  };
  requestAnimationFrame(draw);
})`;
