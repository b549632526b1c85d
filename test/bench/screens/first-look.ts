import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, Page } from "@playwright/test";
import { openFake } from "../../e2e/fixtures/open-fake.ts";
import { median, rounded } from "../statistics.ts";

/** From the address to a Line that answers, in a browser that is open already and is slowed down. */
export interface FirstLook {
  readonly rounds: number;
  /** The first slot is drawn. */
  readonly drawnMs: number;
  /** The page's thread has been free for long enough since: what is pressed now is answered at once. */
  readonly interactiveMs: number;
}

const slowedDown = 4;
const freeMs = 250;

/** For the page, as text because nothing else here knows a document. Times are since the navigation began. */
const watch = `(() => {
  const seen = { drawn: null, busyUntil: 0, interactive: null };
  globalThis.firstLook = seen;
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) seen.busyUntil = Math.max(seen.busyUntil, task.startTime + task.duration);
  }).observe({ type: "longtask", buffered: true });
  const look = () => {
    const now = performance.now();
    if (seen.drawn === null && document.querySelector("article button:enabled") !== null) seen.drawn = now;
    if (seen.drawn === null || now - Math.max(seen.drawn, seen.busyUntil) < ${freeMs}) requestAnimationFrame(look);
    else seen.interactive = Math.max(seen.drawn, seen.busyUntil);
  };
  requestAnimationFrame(look);
})()`;

export async function measureFirstLook(browser: Browser, rounds: number): Promise<FirstLook> {
  const { page, address, close } = await openFake(browser);
  const [drawn, interactive]: [number[], number[]] = [[], []];
  try {
    for (let round = 0; round < rounds; round += 1) {
      // Nothing kept from the page before: no cache, no cookie.
      const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
      const fresh = await context.newPage();
      const devTools = await context.newCDPSession(fresh);
      await devTools.send("Emulation.setCPUThrottlingRate", { rate: slowedDown });
      await fresh.addInitScript(watch);
      await fresh.goto(address());
      const seen = await untilInteractive(fresh);
      drawn.push(seen.drawn);
      interactive.push(seen.interactive);
      await context.close();
    }
  } finally {
    await page.close();
    await close();
  }
  return { rounds, drawnMs: rounded(median(drawn), 0), interactiveMs: rounded(median(interactive), 0) };
}

interface Seen {
  readonly drawn: number;
  readonly interactive: number;
}

/** Asked seldom, because being asked keeps the page busy too. */
async function untilInteractive(page: Page): Promise<Seen> {
  for (let tries = 0; tries < 100; tries += 1) {
    await sleep(500);
    const seen = await page.evaluate<Seen>("firstLook");
    if (seen.interactive !== null) return seen;
  }
  throw new Error("the page never got interactive");
}
