import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createRouterClient } from "@orpc/server";
import { expect } from "vitest";
import type { PracticeFault, Slot, UnitDetail } from "../../main/api/contract/index.ts";
import type { RunningStation, StationClient } from "../../main/station/running-station.ts";
import { startStation } from "../../main/station/start-station.ts";
import { captureLog } from "./capture-log.ts";

/** The lots every practice station begins with. */
export const practiceLots = { tpm: "PRACTICE-TPM", x509: "PRACTICE-X509" } as const;

/** Asks until the answer is as wanted; says the last answer if it never is. */
export async function until<Answer>(
  ask: () => Answer | Promise<Answer>,
  wanted: (answer: Answer) => boolean,
  ms = 30_000,
): Promise<Answer> {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > end) throw new Error(`never came: ${JSON.stringify(answer)}`);
    await delay(20);
  }
}

/** A practice station in a folder of its own, and the hands that plug units in. */
export class PracticeLine {
  readonly folder = mkdtempSync(join(tmpdir(), "touchmark-practice-"));
  readonly log = captureLog();
  #open: { readonly station: RunningStation; readonly client: StationClient } | undefined;

  get client(): StationClient {
    if (this.#open === undefined) throw new Error("the practice station is not open");
    return this.#open.client;
  }

  async open(): Promise<void> {
    const station = await startStation({ dataFolder: this.folder, mode: "practice", log: this.log.log });
    this.#open = { station, client: createRouterClient(station.router) };
  }

  async close(): Promise<void> {
    await this.#open?.station.close();
  }

  async remove(): Promise<void> {
    await this.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async slot(id: string): Promise<Slot> {
    const found = (await this.client.line.slots()).find((each) => each.id === id);
    if (found === undefined) throw new Error(`no slot ${id}`);
    return found;
  }

  verdict(id: string): Promise<Slot> {
    return until(
      () => this.slot(id),
      ({ state }) => !["running", "waiting"].includes(state),
    );
  }

  unit(serialNumber: string): Promise<UnitDetail> {
    return this.client.units.get({ serialNumber });
  }

  async plugIn(id: string, fault: PracticeFault = "none"): Promise<Slot> {
    await this.client.practice.plug({ slotId: id, fault });
    return this.verdict(id);
  }

  takeOut(id: string): Promise<Slot> {
    return this.client.practice.unplug({ slotId: id });
  }

  /** Its serial number; it is taken out again. */
  async oneThatPasses(id: string): Promise<string> {
    const passed = await this.plugIn(id);
    expect(passed).toMatchObject({ state: "pass", problem: null, next: "take-out" });
    await this.takeOut(id);
    return passed.serialNumber ?? "";
  }

  async manifest(lot: string, format: "csv" | "jsonl"): Promise<{ readonly text: string; readonly name: string }> {
    let text = "";
    let name = "";
    for await (const event of await this.client.exports.run({ lot, format })) {
      if (event.type === "text") text += event.text;
      if (event.type === "done") name = event.fileName;
    }
    return { text, name };
  }
}
