import { setTimeout as delay } from "node:timers/promises";
import { createRouterClient } from "@orpc/server";
import type { Problem, Slot, StationEvent } from "../../../main/api/contract/index.ts";
import { silentLog } from "../../../main/base/log.ts";
import type { RunningStation, StationClient } from "../../../main/station/running-station.ts";
import { startStation } from "../../../main/station/start-station.ts";

const runWithinMs = 30_000;

/** A real station of one slot, and what its screen shows. */
export class OneSlotStation {
  readonly client: StationClient;
  readonly #station: RunningStation;
  readonly #ended = new Set<string>();
  #slot: Slot | undefined;
  #trouble: Problem | null = null;

  private constructor(station: RunningStation) {
    this.#station = station;
    this.client = createRouterClient(station.router);
  }

  /** Throws what the shell would say. */
  static async start(dataFolder: string): Promise<OneSlotStation> {
    const one = new OneSlotStation(await startStation({ dataFolder, mode: "real", log: silentLog }));
    void one.#look();
    return one;
  }

  /** What the banner says. */
  get trouble(): Problem | null {
    return this.#trouble;
  }

  /** The slot when the run has ended that goes on now, or begins next. */
  async nextEnd(): Promise<Slot> {
    const giveUpMs = performance.now() + runWithinMs;
    for (;;) {
      const slot = this.#slot;
      if (typeof slot?.runId === "string" && slot.state !== "running" && !this.#ended.has(slot.runId)) {
        this.#ended.add(slot.runId);
        await delay(20);
        return slot;
      }
      if (performance.now() > giveUpMs) throw new Error(`no run has ended: ${JSON.stringify(slot)}`);
      await delay(5);
    }
  }

  async tryAgain(): Promise<Slot> {
    const giveUpMs = performance.now() + runWithinMs;
    for (;;) {
      try {
        await this.client.line.retry({ slotId: "1" });
        return await this.nextEnd();
      } catch (error) {
        if (performance.now() > giveUpMs) throw error;
        await delay(20);
      }
    }
  }

  async close(): Promise<void> {
    await this.#station.close();
  }

  async #look(): Promise<void> {
    for await (const events of await this.client.events.subscribe()) for (const event of events) this.#see(event);
  }

  #see(event: StationEvent): void {
    if (event.type === "slot") this.#slot = event.slot;
    if (event.type === "trouble") this.#trouble = event.problem;
  }
}
