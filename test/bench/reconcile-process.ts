import { systemClock } from "../../main/base/clock.ts";
import { parseConnectionString } from "../../main/dps/connection-string.ts";
import { DpsClient } from "../../main/dps/dps-client.ts";
import { reconcile } from "../../main/enrollment/reconcile/reconcile.ts";
import { openRecords } from "../../main/records/records.ts";
import type { Reconciled, ReconcileTask } from "./reconcile-times.ts";
import { answer, given, memoryMiB } from "./run-apart.ts";

/** A station that reconciles, and nothing else in the process. */
const { file, ready } = await given<ReconcileTask>();
const records = await openRecords({ file, practice: false });
const client = new DpsClient({ ...parseConnectionString(ready.connectionString), url: ready.url, ca: [ready.caPem] });
const before = memoryMiB();
const startMs = performance.now();
const processor = process.cpuUsage();
const store = records.reconciliation;
let said: Reconciled | undefined;
for await (const event of reconcile({ service: "plant-dps", client, store, clock: systemClock })) {
  if (event.type !== "summary") continue;
  const ms = performance.now() - startMs;
  const { user, system } = process.cpuUsage(processor);
  said = { ms, processorMs: (user + system) / 1000, memoryMiB: before.now, peakMiB: memoryMiB().most, counts: event };
}
client.close();
await records.close();
answer(said ?? {});
