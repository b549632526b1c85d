import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, CDPSession, Page } from "@playwright/test";
import { openWeb } from "../../e2e/fixtures/open-web.ts";
import { median, percentile, rounded } from "../statistics.ts";

/** From the moment a run begins or ends in the station, by its own account, to the picture in which the slot says so. */
export interface DeviceToPixel {
  readonly events: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly mostMs: number;
}

const slots = 4;
const slowedDown = 4;

interface Drawn {
  readonly slot: string;
  readonly state: string;
  /** ms since the epoch, after the picture. */
  readonly at: number;
}

/** For the page, as text because nothing else here knows a document. */
const watch = `(() => {
  globalThis.drawnStates = [];
  const note = (slot, state) => requestAnimationFrame(() => {
    // The frame is drawn between this and the next task.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => drawnStates.push({ slot, state, at: performance.timeOrigin + performance.now() });
    port2.postMessage(null);
  });
  new MutationObserver((changes) => {
    for (const { target } of changes)
      note(target.querySelector("h2").textContent, target.dataset.state);
  }).observe(document.querySelector("main"), { subtree: true, attributeFilter: ["data-state"] });
})()`;

/** One plug and one result of each slot in each round, on the practice line. */
export async function measureDeviceToPixel(browser: Browser, rounds: number): Promise<DeviceToPixel> {
  const folder = mkdtempSync(join(tmpdir(), "touchmark-bench-pixel-"));
  const shell = await openWeb(browser, folder, { viewport: { width: 1280, height: 720 } });
  try {
    const { page } = shell;
    await page
      .getByRole("article")
      .nth(slots - 1)
      .waitFor();
    const devTools = await page.context().newCDPSession(page);
    const said = await listen(devTools);
    await page.reload();
    await page
      .getByRole("article")
      .nth(slots - 1)
      .waitFor();
    await page.evaluate(watch);
    await devTools.send("Emulation.setCPUThrottlingRate", { rate: slowedDown });
    for (let round = 0; round < rounds; round += 1) for (let slot = 1; slot <= slots; slot += 1) await plug(page, slot);
    const drawn = await page.evaluate<Drawn[]>("drawnStates");
    const delays = drawn.flatMap((one) => delayOf(one, said));
    return {
      events: delays.length,
      medianMs: rounded(median(delays), 0),
      p95Ms: rounded(percentile(delays, 95), 0),
      mostMs: rounded(Math.max(...delays), 0),
    };
  } finally {
    await shell.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function plug(page: Page, number: number): Promise<void> {
  const slot = page.getByRole("article", { name: `Slot ${number}`, exact: true });
  const takeOut = slot.getByRole("button", { name: "Take out", exact: true });
  if (await takeOut.isVisible()) await takeOut.click();
  await slot.getByRole("button", { name: "Plug in", exact: true }).click();
  await slot.getByText("PASS", { exact: true }).waitFor();
}

/** When the station says each thing happened: slot and state to ms since the epoch, in order. */
type Said = Map<string, number[]>;

async function listen(devTools: CDPSession): Promise<Said> {
  const said: Said = new Map();
  const last = new Map<string, string>();
  devTools.on("Network.webSocketFrameReceived", ({ response: { payloadData } }) => {
    for (const { name, state, at } of slotsIn(payloadData)) {
      if (last.get(name) === state) continue;
      last.set(name, state);
      said.set(`${name} ${state}`, [...(said.get(`${name} ${state}`) ?? []), at]);
    }
  });
  await devTools.send("Network.enable");
  return said;
}

interface SlotSaid {
  readonly name: string;
  readonly state: string;
  readonly at: number;
}

/** The slot events of a bundle as it is on the wire: text, or bytes in base64. */
function slotsIn(payload: string): SlotSaid[] {
  const text = payload.startsWith("{") ? payload : Buffer.from(payload, "base64").toString("latin1");
  return text.split('"type":"slot",').slice(1).map(slotIn);
}

/** What one says; the rest of the text is about others. */
function slotIn(text: string): SlotSaid {
  const field = (name: string): string => new RegExp(`"${name}":"?([^",}]+)`).exec(text)?.[1] ?? "";
  const startedAt = Date.parse(field("startedAt"));
  const state = field("state");
  return { name: field("name"), state, at: state === "pass" ? startedAt + Number(field("elapsedMs")) : startedAt };
}

/** Since it was last so: what came and went between two pictures was never drawn. */
function delayOf({ slot, state, at }: Drawn, said: Said): number[] {
  const began = said.get(`${slot} ${state}`)?.findLast((time) => time <= at);
  return began === undefined || (state !== "running" && state !== "pass") ? [] : [at - began];
}
