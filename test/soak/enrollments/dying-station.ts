import { systemClock } from "../../../main/base/clock.ts";
import { silentLog } from "../../../main/base/log.ts";
import { DpsClient } from "../../../main/dps/dps-client.ts";
import { EnrollmentQueue } from "../../../main/enrollment/enrollment-queue.ts";
import { completeEntry } from "../../../main/station/symmetric-keys.ts";
import { openWorkshop } from "../../../main/station/workshop.ts";
import { sampleLot } from "../../harness/sample-records.ts";
import { passSoakUnit, soakService } from "./soak-entries.ts";

/** What the station says of itself, a few times a second. */
export interface SoakProgress {
  readonly passed: number;
  readonly enrolled: number;
  readonly parked: number;
}

/**
 * A station whose line makes units as fast as its disk takes them while its queue enrolls them; killed whenever its starter likes,
 * it goes on with what its records say. Ends by itself when every unit is through. Arguments: data folder, number of units.
 */
const [, , root = "", count = "0"] = process.argv;
const units = Number(count);
const workshop = await openWorkshop({ root, practice: false, log: silentLog });
const { records, services } = workshop;
const { url, ca } = await services.get(soakService);
// A service on this machine: what waits for seconds in a plant waits for milliseconds here, or the soak would take a night.
const client = new DpsClient({
  credential: await services.credential(soakService),
  url,
  ca,
  timeoutMs: 1_000,
  retry: { maximumAttempts: 4, budgetMs: 5_000, firstDelayMs: 10, longestDelayMs: 100 },
  circuit: { failuresToOpen: 5, firstRestMs: 50, longestRestMs: 1_000 },
});
const queue = new EnrollmentQueue({
  store: records.enrollments,
  serviceFor: (name) => (name === soakService ? client : undefined),
  complete: (queued) => completeEntry(workshop, queued),
  clock: systemClock,
  log: silentLog,
  onChanged: () => undefined,
  onStatus: () => undefined,
  timing: { firstPauseMs: 20, longestPauseMs: 500, pollMs: 200, checkDelaysMs: [100], maximumChecks: 2 },
});

await records.lots.open(sampleLot);
const numbers = Array.from({ length: units }, (_, index) => index).values();
let passed = 0;
async function makeUnits(): Promise<void> {
  for (const number of numbers) {
    await passSoakUnit(workshop, number);
    passed += 1;
    queue.wake();
  }
}

async function progress(): Promise<SoakProgress & { readonly queued: number }> {
  const { queued, enrolled, conflict, rejected } = await records.enrollments.counts();
  return { passed, enrolled, queued, parked: conflict + rejected };
}

const line = Promise.all(Array.from({ length: 8 }, makeUnits));
// Nobody is left who would kill it.
const orphaned = (): never => process.exit(1);
process.on("disconnect", orphaned);
for (;;) {
  const now = await progress();
  process.send?.(now);
  // What is there by then is a backlog, which goes in bulk; what comes later goes as the line makes it.
  if (now.enrolled + now.queued >= units / 4) queue.start();
  if (now.passed === units && now.queued === 0) break;
  await new Promise((resolve) => setTimeout(resolve, 50));
}
await line;
await queue.stop();
client.close();
await workshop.close();
process.off("disconnect", orphaned);
process.disconnect();
