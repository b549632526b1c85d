import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, CDPSession, Page } from "@playwright/test";
import { openFake } from "../../e2e/fixtures/open-fake.ts";
import { percentile, rounded } from "../statistics.ts";
import { BusySlots } from "./busy-slots.ts";

/** How the Line draws and answers while every slot has something to say. */
export interface BusyLine {
  readonly slots: number;
  /** Of all slots, as they were sent. */
  readonly eventsPerSecond: number;
  readonly fps: number;
  /** Time of the page's thread for a second of it: what it takes where nothing else runs. */
  readonly busyPercent: number;
  /** From the browser's having a key or press to the page's hearing it. */
  readonly inputP95Ms: number;
  readonly inputs: number;
}

const slowedDown = 4;
const eachPerSecond = 20;

/** For the page, as text because nothing else here knows a document. */
const watchFrames = `(() => {
  const seen = { frames: 0, since: performance.now(), delays: [] };
  globalThis.watched = seen;
  const draw = () => { seen.frames += 1; requestAnimationFrame(draw); };
  requestAnimationFrame(draw);
  for (const type of ["keydown", "pointerdown"])
    addEventListener(type, (event) => seen.delays.push(performance.now() - event.timeStamp), { capture: true });
})()`;
const resetFrames = `Object.assign(watched, { frames: 0, since: performance.now(), delays: [] })`;
const readFrames = `({ fps: (watched.frames * 1000) / (performance.now() - watched.since), delays: watched.delays })`;

export async function measureBusyLine(browser: Browser, slots: number, seconds: number): Promise<BusyLine> {
  const { page, station, close } = await openFake(browser, { slots });
  const over = new AbortController();
  try {
    await page
      .getByRole("article")
      .nth(slots - 1)
      .waitFor();
    const devTools = await page.context().newCDPSession(page);
    await devTools.send("Performance.enable", { timeDomain: "threadTicks" });
    await devTools.send("Emulation.setCPUThrottlingRate", { rate: slowedDown });
    await page.evaluate(watchFrames);
    const busy = new BusySlots(
      station.line.slots().map(({ id }) => id),
      station.publish,
    );
    void busy.keepSending(eachPerSecond, over.signal);
    await sleep(2000);
    const before = { ms: performance.now(), sent: busy.sent, busy: await busySeconds(devTools) };
    await page.evaluate(resetFrames);
    await pressOften(page, devTools, seconds * 1000);
    const { fps, delays } = await page.evaluate<{ fps: number; delays: number[] }>(readFrames);
    const passed = (performance.now() - before.ms) / 1000;
    return {
      slots,
      eventsPerSecond: rounded((busy.sent - before.sent) / passed, 0),
      fps: rounded(fps, 1),
      busyPercent: rounded((((await busySeconds(devTools)) - before.busy) * 100) / passed, 0),
      inputP95Ms: rounded(percentile(delays, 95), 1),
      inputs: delays.length,
    };
  } finally {
    over.abort();
    await close();
  }
}

async function busySeconds(devTools: CDPSession): Promise<number> {
  const { metrics } = await devTools.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0;
}

/** A key and a press in turn, at no fixed beat; on the ground, where they do nothing. */
async function pressOften(page: Page, devTools: CDPSession, ms: number): Promise<void> {
  const end = performance.now() + ms;
  for (let count = 0; performance.now() < end; count += 1) {
    await sleep(60 + ((count * 37) % 53));
    if (count % 2 === 0) await page.keyboard.press("Shift");
    else {
      const at = { x: 3, y: 500, button: "left", clickCount: 1 } as const;
      await devTools.send("Input.dispatchMouseEvent", { type: "mousePressed", ...at });
      await devTools.send("Input.dispatchMouseEvent", { type: "mouseReleased", ...at });
    }
  }
}
