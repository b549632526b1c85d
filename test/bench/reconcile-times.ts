import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReconcileCounts } from "../../main/enrollment/reconcile/reconcile-store.ts";
import { startPracticeDps } from "../../main/practice/dps/practice-dps.ts";
import { recordUnits, tpmEntryOf } from "../harness/recorded-units.ts";
import { latencyMs } from "./enrollment-rate.ts";
import { type PracticeReady, PracticeService } from "./practice-service.ts";
import { runApart } from "./run-apart.ts";
import { rounded } from "./statistics.ts";

export interface ReconcileTimes {
  readonly entries: number;
  readonly seconds: number;
  readonly entriesPerSecond: number;
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
  readonly memoryMiB: number;
  readonly peakMiB: number;
  readonly counts: ReconcileCounts;
}

const strange = 5;
const idOf = (index: number): string => `unit-${String(index).padStart(7, "0")}`;

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
    const { ms, memoryMiB, peakMiB, counts } = await runApart<Reconciled>("./reconcile-process.ts", given);
    const expected = { entries, missing: strange, extra: strange, different: strange, disabled: strange };
    const wrong = Object.entries(expected).filter(([name, count]) => counts[name as keyof ReconcileCounts] !== count);
    if (wrong.length > 0) throw new Error(`reconcile found ${JSON.stringify(counts)}`);
    const seconds = ms / 1000;
    return {
      entries,
      seconds: rounded(seconds),
      entriesPerSecond: rounded(entries / seconds, 0),
      memoryMiB,
      peakMiB,
    };
  } finally {
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Units 0 to entries - 1 + strange; the service lacks the first few and has as many that nobody knows. */
function* recordedUnits(entries: number) {
  for (let index = 0; index < entries; index += 1)
    yield { registrationId: idOf(index), entry: tpmEntryOf(idOf(index)) };
}

async function writeServiceState(stateFile: string, entries: number): Promise<void> {
  const first = await startPracticeDps({ stateFile });
  await first.close();
  const saved: Record<string, unknown> = JSON.parse(readFileSync(stateFile, "utf8"));
  const at = new Date().toISOString();
  const common = {
    capabilities: { iotEdge: false },
    reprovisionPolicy: { updateHubAssignment: true, migrateDeviceData: true },
    etag: "IjEi",
    createdDateTimeUtc: at,
    lastUpdatedDateTimeUtc: at,
  };
  // Numbers below `strange` are missing, then as many have another key, then as many are disabled; the last ones are extra.
  const enrollments = Array.from({ length: entries }, (_, index) => {
    const number = index + strange;
    const entry = tpmEntryOf(idOf(number), number < 2 * strange ? `other ${number}` : idOf(number));
    const isDisabled = number >= 2 * strange && number < 3 * strange;
    return { ...entry, ...common, provisioningStatus: isDisabled ? "disabled" : "enabled" };
  });
  writeFileSync(stateFile, JSON.stringify({ ...saved, enrollments }));
}
