import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { silentLog } from "../../main/base/log.ts";
import { openLot } from "../../main/station/line-lots.ts";
import { readRecipe } from "../../main/station/recipe-shelf.ts";
import { openWorkshop, type Workshop } from "../../main/station/workshop.ts";
import type { SlotWork } from "../../main/workflow/slots/slot.ts";
import { Slots } from "../../main/workflow/slots/slots.ts";
import { recipeSource } from "../harness/recipe-source.ts";
import { BenchPort } from "./bench-port.ts";
import { DeviceFarm } from "./device-farm.ts";
import { latencyMs } from "./enrollment-rate.ts";
import { PracticeService } from "./practice-service.ts";
import { median, rounded } from "./statistics.ts";

export interface ServiceDown {
  /** With the service up, and as many with it down. */
  readonly units: number;
  /** From plug to PASS, median. */
  readonly upMs: number;
  readonly downMs: number;
  readonly ratio: number;
}

/** Issue 4: the line must not feel whether the service is there. */
export const mostDownRatio = 1.05;
const slotCount = 8;
const mostRounds = 12;

/** Units of an X.509 line, eight at a time, round by round with the service up and with it down. */
export async function measureServiceDown(rounds = mostRounds): Promise<ServiceDown> {
  const folder = mkdtempSync(join(tmpdir(), "touchmark-bench-down-"));
  const [service, farm] = await Promise.all([PracticeService.start(), DeviceFarm.start()]);
  await service.useScenario({ latencyMs });
  const workshop = await openWorkshop({ root: join(folder, "data"), practice: false, log: silentLog });
  try {
    const line = new Line(workshop, farm, await setUp(workshop, service, join(folder, "recipe.yaml")));
    const times = { up: new Array<number>(), down: new Array<number>() };
    // The first two warm everything up and do not count.
    for (let round = 0; round < 2 * rounds + 2; round += 1) {
      const state = round % 2 === 0 ? "up" : "down";
      if (state === "down") await service.setReachable(false);
      const took = await line.round();
      if (round >= 2) times[state].push(...took);
      if (state === "down") await service.setReachable(true);
      // What waits from a round without the service must not be sent in the next one, with it.
      await drain(workshop);
    }
    await line.close();
    const [upMs, downMs] = [median(times.up), median(times.down)];
    return {
      units: times.up.length,
      upMs: rounded(upMs),
      downMs: rounded(downMs),
      ratio: rounded(downMs / upMs, 3),
    };
  } finally {
    await workshop.close();
    await Promise.all([farm.stop(), service.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function setUp(workshop: Workshop, { ready }: PracticeService, recipeFile: string): Promise<SlotWork> {
  const { url, endpoint, idScope, caPem, connectionString } = ready;
  await workshop.services.add({ name: "plant-dps", url, idScope, ca: [caPem] }, connectionString);
  await workshop.connectServices();
  await workshop.authorities.createPilot("line-ca");
  workshop.queue.start();
  writeFileSync(recipeFile, recipeSource({ attestation: "x509", endpoint, idScope }));
  const work = { lot: "BENCH-DOWN", recipe: await readRecipe(recipeFile) };
  await openLot(workshop.records, work.lot, work.recipe, null);
  return work;
}

async function drain({ queue, records }: Workshop): Promise<void> {
  for (;;) {
    await queue.flush();
    if ((await records.enrollments.counts()).queued === 0) return;
    await delay(100);
  }
}

/** Eight slots, and a new unit for each in every round. */
class Line {
  readonly #farm: DeviceFarm;
  readonly #work: SlotWork;
  readonly #ports: readonly BenchPort[];
  readonly #slots: Slots;
  readonly #waiting = new Map<string, (outcome: string) => void>();
  readonly #seen = new Set<string>();
  #units = 0;

  constructor({ plant }: Workshop, farm: DeviceFarm, work: SlotWork) {
    this.#farm = farm;
    this.#work = work;
    this.#ports = Array.from({ length: slotCount }, (_, index) => new BenchPort(String(index + 1), farm));
    this.#slots = new Slots({
      ports: this.#ports,
      plant,
      work: () => work,
      onChange: ({ id, state: { run } }) => {
        // The last unit's result stays on the slot until the next run begins.
        if (run === null || run.runId === null || run.outcome === "running" || this.#seen.has(run.runId)) return;
        this.#seen.add(run.runId);
        this.#waiting.get(id)?.(`${run.outcome} ${run.error?.code ?? ""}`.trim());
      },
    });
  }

  /** Milliseconds from plug to PASS, of each unit. */
  async round(): Promise<readonly number[]> {
    for (const { id } of this.#ports) {
      this.#units += 1;
      const serialNumber = `DOWN${String(this.#units).padStart(6, "0")}`;
      const { model } = this.#work.recipe.recipe.product;
      await this.#farm.make(id, { serialNumber, model, withTpm: false });
    }
    const times = await Promise.all(this.#ports.map((port) => this.#pass(port)));
    while (this.#slots.isRunning) await delay(5);
    for (const port of this.#ports) port.unplug();
    return times;
  }

  close(): Promise<void> {
    return this.#slots.close();
  }

  async #pass(port: BenchPort): Promise<number> {
    const start = performance.now();
    const outcome = await new Promise<string>((resolve) => {
      this.#waiting.set(port.id, resolve);
      port.plug();
    });
    if (outcome !== "pass") throw new Error(`a unit of the bench: ${outcome}`);
    return performance.now() - start;
  }
}
