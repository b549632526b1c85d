import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReconcileCounts } from "../../main/enrollment/reconcile/reconcile-store.ts";
import { startPracticeDps } from "../../main/practice/dps/practice-dps.ts";
import { recordUnits } from "../harness/recorded-units.ts";
import { latencyMs } from "./enrollment-rate.ts";
import { type PracticeReady, PracticeService } from "./practice-service.ts";
import { checkFound, entryAtService, recordedUnits } from "./reconcile-entries.ts";
import { runApart } from "./run-apart.ts";
import { rounded } from "./statistics.ts";

export interface ReconcileTimes {
  readonly entries: number;
  readonly seconds: number;
  readonly entriesPerSecond: number;
  /** What the station's process took of them. */
  readonly processorSeconds: number;
  /** Of the station's process before it began, and the most while it went on. */
  readonly memoryMiB: number;
  readonly peakMiB: number;
}

/** What the station's process is given, and what it says. */
export interface ReconcileTask {
  readonly file: string;
  readonly ready: PracticeReady;
}

export interface Reconciled {
  readonly ms: number;
  readonly processorMs: number;
  readonly memoryMiB: number;
  readonly peakMiB: number;
  readonly counts: ReconcileCounts;
}

/** Records and a service 50 ms away that agree on all but a few, which must be found. */
export async function measureReconcile(entries = 100_000): Promise<ReconcileTimes> {
  const folder = mkdtempSync(join(tmpdir(), "touchmark-bench-reconcile-"));
  const stateFile = join(folder, "practice-dps.json");
  const file = join(folder, "records.sqlite");
  await writeServiceState(stateFile, entries);
  await recordUnits(file, recordedUnits(entries));
  const service = await PracticeService.start(stateFile);
  try {
    await service.useScenario({ latencyMs });
    const given: ReconcileTask = { file, ready: service.ready };
    const reconciled = await runApart<Reconciled>("./reconcile-process.ts", given);
    checkFound(reconciled.counts, entries);
    return reconcileTimes(entries, reconciled);
  } finally {
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

export function reconcileTimes(entries: number, { ms, processorMs, memoryMiB, peakMiB }: Reconciled): ReconcileTimes {
  return {
    entries,
    seconds: rounded(ms / 1000),
    entriesPerSecond: rounded((entries * 1000) / ms, 0),
    processorSeconds: rounded(processorMs / 1000),
    memoryMiB,
    peakMiB,
  };
}

async function writeServiceState(stateFile: string, entries: number): Promise<void> {
  const first = await startPracticeDps({ stateFile });
  await first.close();
  const saved: Record<string, unknown> = JSON.parse(readFileSync(stateFile, "utf8"));
  const enrollments = Array.from({ length: entries }, (_, index) => entryAtService(index));
  writeFileSync(stateFile, JSON.stringify({ ...saved, enrollments }));
}
