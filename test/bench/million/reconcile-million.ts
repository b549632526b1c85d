import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recordUnits } from "../../harness/recorded-units.ts";
import { checkFound, recordedUnits } from "../reconcile-entries.ts";
import { type Reconciled, type ReconcileTask, type ReconcileTimes, reconcileTimes } from "../reconcile-times.ts";
import { runApart } from "../run-apart.ts";

/** The same of a million entries, with a service that answers at once: what the station itself takes. */
export async function measureMillionReconcile(entries = 1_000_000): Promise<ReconcileTimes> {
  const folder = mkdtempSync(join(tmpdir(), "touchmark-bench-reconcile-"));
  const file = join(folder, "records.sqlite");
  const service = fork(new URL("./made-service.ts", import.meta.url), [String(entries)]);
  try {
    const [port] = await once(service, "message");
    await recordUnits(file, recordedUnits(entries));
    const host = `127.0.0.1:${String(port)}`;
    const connectionString = `HostName=${host};SharedAccessKeyName=provisioningserviceowner;SharedAccessKey=a2V5`;
    const ready = { url: `http://${host}`, endpoint: host, idScope: "0ne00000000", connectionString, caPem: "" };
    const given: ReconcileTask = { file, ready };
    const reconciled = await runApart<Reconciled>("./reconcile-process.ts", given);
    checkFound(reconciled.counts, entries);
    return reconcileTimes(entries, reconciled);
  } finally {
    service.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
}
