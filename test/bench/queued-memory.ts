import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recordUnits } from "../harness/recorded-units.ts";
import { latencyMs } from "./enrollment-rate.ts";
import { type PracticeReady, PracticeService } from "./practice-service.ts";
import { backlogOf } from "./run-queue.ts";
import { runApart } from "./run-apart.ts";

export interface QueuedMemory {
  readonly queued: number;
  /** The station's process with its queue at work for some seconds: with a few thousand queued, and with all of it. */
  readonly fewMiB: number;
  readonly allMiB: number;
  readonly deltaMiB: number;
  /** The longest that its event loop was held up meanwhile, ms. */
  readonly fewHeldUpMs: number;
  readonly allHeldUpMs: number;
  readonly enrolled: number;
}

export interface QueueTask {
  readonly file: string;
  readonly ready: PracticeReady;
  readonly seconds: number;
}

export interface QueueSeen {
  readonly memoryMiB: number;
  readonly heldUpMs: number;
  readonly enrolled: number;
}

const seconds = 12;
/** Enough to be at work as long as the million. */
const few = 20_000;

/** A station with a million entries waiting, half of the time for a service that is there, half of it for one that is not. */
export async function measureQueuedMemory(queued = 1_000_000): Promise<QueuedMemory> {
  const folder = mkdtempSync(join(tmpdir(), "touchmark-bench-queued-"));
  try {
    const work = (name: string, count: number): Promise<QueueSeen> => workOn(join(folder, name), count);
    const some = await work("few.sqlite", few);
    const all = await work("all.sqlite", queued);
    return {
      queued,
      fewMiB: some.memoryMiB,
      allMiB: all.memoryMiB,
      deltaMiB: all.memoryMiB - some.memoryMiB,
      fewHeldUpMs: some.heldUpMs,
      allHeldUpMs: all.heldUpMs,
      enrolled: all.enrolled,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function workOn(file: string, count: number): Promise<QueueSeen> {
  await recordUnits(file, backlogOf(count));
  const service = await PracticeService.start();
  await service.useScenario({ latencyMs });
  const down = setTimeout(() => void service.setReachable(false), (seconds * 1000) / 2);
  try {
    return await runApart<QueueSeen>("./queued-process.ts", {
      file,
      ready: service.ready,
      seconds,
    } satisfies QueueTask);
  } finally {
    clearTimeout(down);
    await service.stop();
  }
}
