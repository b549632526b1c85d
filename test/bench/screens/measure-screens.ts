import { chromium } from "@playwright/test";
import { findChromium } from "../../harness/electron/chromium.ts";
import { measureBusyLine } from "./busy-line.ts";
import { measureDeviceToPixel } from "./device-to-pixel.ts";
import { measureFirstLook } from "./first-look.ts";
import { measurePageMemory } from "./page-memory.ts";

const most = { interactiveMs: 1500, inputP95Ms: 50, pixelP95Ms: 100, growth: 1.05 };
const leastFps = 50;
const slots = 32;
const busySeconds = 10;
/** Half an hour of 32 slots with 20 events a second each. */
const halfAnHour = 32 * 20 * 60 * 30;

export interface Screens {
  /** To print, one for each thing measured. */
  readonly rows: readonly object[];
  /** What misses its target, in words. */
  readonly missed: readonly string[];
}

/** The screens in Chromium, its processor four times slowed down, but for memory. `undefined` where there is no browser. */
export async function measureScreens(rounds = 5, withMemory = false): Promise<Screens | undefined> {
  const executablePath = findChromium();
  if (executablePath === undefined) return undefined;
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
  try {
    const look = await measureFirstLook(browser, rounds);
    const line = await measureBusyLine(browser, slots, busySeconds);
    const pixel = await measureDeviceToPixel(browser, rounds);
    const memory = withMemory ? await measurePageMemory(browser, slots, halfAnHour) : undefined;
    const missed = [
      ...(look.interactiveMs > most.interactiveMs ? [`interactive after ${look.interactiveMs} ms`] : []),
      ...(line.fps < leastFps ? [`${slots} busy slots: ${line.fps} frames a second`] : []),
      ...(line.inputP95Ms > most.inputP95Ms ? [`input waits ${line.inputP95Ms} ms (p95)`] : []),
      ...(pixel.p95Ms > most.pixelP95Ms ? [`from device to pixel ${pixel.p95Ms} ms (p95)`] : []),
      ...(memory !== undefined && memory.growth > most.growth ? [`the page grows: ${memory.growth}`] : []),
    ];
    return { rows: [look, line, pixel, ...(memory === undefined ? [] : [memory])], missed };
  } finally {
    await browser.close();
  }
}
