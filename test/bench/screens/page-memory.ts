import { setTimeout as sleep } from "node:timers/promises";
import type { Browser, CDPSession, Page } from "@playwright/test";
import { openFake } from "../../e2e/fixtures/open-fake.ts";
import { rounded } from "../statistics.ts";
import { BusySlots } from "./busy-slots.ts";

/** What the page keeps, after the collector has run, while as many events come as in a time of full work. */
export interface PageMemory {
  readonly events: number;
  /** After a first, a second and a third of them. */
  readonly heapMiB: readonly number[];
  readonly nodes: readonly number[];
  readonly listeners: readonly number[];
  /** Heap after the last third over that after the first. */
  readonly growth: number;
  readonly seconds: number;
}

const batch = 640;
const mib = 2 ** 20;

export async function measurePageMemory(browser: Browser, slots: number, events: number): Promise<PageMemory> {
  const { page, station, close } = await openFake(browser, { slots });
  try {
    await page
      .getByRole("article")
      .nth(slots - 1)
      .waitFor();
    const devTools = await page.context().newCDPSession(page);
    await devTools.send("Performance.enable");
    const busy = new BusySlots(
      station.line.slots().map(({ id }) => id),
      station.publish,
    );
    const kept: Kept[] = [];
    const begin = performance.now();
    // What is made once is made first.
    await sendAll(page, busy, Math.ceil(events / 20));
    for (let third = 0; third < 3; third += 1) {
      await sendAll(page, busy, Math.ceil(events / 3));
      kept.push(await keptBy(devTools));
    }
    const heapMiB = kept.map(({ heap }) => rounded(heap / mib));
    return {
      events: busy.sent,
      heapMiB,
      nodes: kept.map(({ nodes }) => nodes),
      listeners: kept.map(({ listeners }) => listeners),
      growth: rounded((heapMiB[2] ?? 0) / (heapMiB[0] ?? 1), 3),
      seconds: rounded((performance.now() - begin) / 1000, 0),
    };
  } finally {
    await close();
  }
}

/** The page keeps pace: the next batch goes when it has drawn the last. */
async function sendAll(page: Page, busy: BusySlots, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += batch) {
    busy.send(batch);
    await page.evaluate(drawn(busy.mark()));
  }
}

/** For the page, as text: settles with the frame in which the first slot shows that serial number. */
const drawn = (serialNumber: string): string => `new Promise((resolve) => {
  const look = () =>
    document.querySelector("article").textContent.includes(${JSON.stringify(serialNumber.slice(-4))})
      ? resolve()
      : requestAnimationFrame(look);
  look();
})`;

interface Kept {
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
}

async function keptBy(devTools: CDPSession): Promise<Kept> {
  for (let round = 0; round < 3; round += 1) {
    await devTools.send("HeapProfiler.collectGarbage");
    await sleep(300);
  }
  const { metrics } = await devTools.send("Performance.getMetrics");
  const of = (wanted: string): number => metrics.find(({ name }) => name === wanted)?.value ?? 0;
  return { heap: of("JSHeapUsedSize"), nodes: of("Nodes"), listeners: of("JSEventListeners") };
}
