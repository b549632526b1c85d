import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openRecords } from "../../main/records/records.ts";
import { recordUnits } from "../harness/recorded-units.ts";
import { latencyMs } from "./enrollment-rate.ts";
import { PracticeService } from "./practice-service.ts";
import { backlogOf, queueOn } from "./run-queue.ts";
import { rounded } from "./statistics.ts";

export interface EnrollmentPace {
  readonly operationsPerMinute: number;
  readonly seconds: number;
  /** Calls the service has taken. */
  readonly calls: number;
  readonly sharePercent: number;
  readonly refused: number;
  /** Of all calls, those that were answered with 429. */
  readonly refusedPercent: number;
  readonly enrolled: number;
}

/** Issue 4: of what the service allows, so much is used at the least, and so much of it is refused at the most. */
export const leastSharePercent = 95;
export const mostRefusedPercent = 0.1;
/** What the service allows to all its callers (published limits). */
const operationsPerMinute = 1_000;
/** Longer than the window in which the service counts: a first minute that takes too much is refused in the second. */
const seconds = 72;
const backlog = 14_000;

/** A backlog under a pace, at a service that counts and refuses what is above its allowance in any minute. */
export async function measureEnrollmentPace(): Promise<EnrollmentPace> {
  const folder = mkdtempSync(join(tmpdir(), "touchmark-bench-pace-"));
  const service = await PracticeService.start();
  const client = service.client({ operationsPerMinute });
  try {
    const file = join(folder, "records.sqlite");
    await recordUnits(file, backlogOf(backlog));
    const records = await openRecords({ file, practice: false });
    await service.useScenario({ latencyMs, limits: { servicePerMinute: operationsPerMinute } });
    const queue = queueOn(records, client);
    await service.beginCounting();
    queue.start();
    await delay(seconds * 1_000);
    const { calls, refused } = await service.calls();
    await queue.stop();
    const { enrolled, queued } = await records.enrollments.counts();
    await records.close();
    if (queued === 0) throw new Error("the backlog was too small to measure a pace");
    const taken = calls - refused;
    return {
      operationsPerMinute,
      seconds,
      calls: taken,
      sharePercent: rounded((100 * taken) / ((operationsPerMinute * seconds) / 60)),
      refused,
      refusedPercent: rounded((100 * refused) / calls, 2),
      enrolled,
    };
  } finally {
    client.close();
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
