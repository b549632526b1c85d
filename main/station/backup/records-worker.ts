// A thread of its own: copies, checks and reads back a backup, or checks the records, while the station serves its slots.
import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { asStationError } from "../../base/errors/base-errors.ts";
import { reportRecords } from "./check-records-apart.ts";
import { makeCheckedBackup } from "./make-checked-backup.ts";
import { type FromWorker, type WorkerOrder, workerOrderSchema } from "./records-worker-messages.ts";

const stop = new AbortController();
// Whatever is said to it, it is to stop.
parentPort?.once("message", () => stop.abort());
// A thread's port has no target origin.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
const tell = (message: FromWorker): void => parentPort?.postMessage(message);

function carryOut(order: WorkerOrder): Promise<unknown> {
  if (order.task === "check") return reportRecords(order.file);
  const { root, out, withKey } = order;
  return makeCheckedBackup({ root, out, withKey, paced: true, signal: stop.signal });
}

// On Linux the nice value is the calling thread's own (setpriority(2)); elsewhere it would be the station's.
if (process.platform === "linux") setPriority(19);
tell({ type: "began" });
try {
  tell({ type: "done", result: await carryOut(workerOrderSchema.parse(workerData)) });
} catch (error) {
  const { code, sentence, detail, retry } = asStationError(error);
  tell({ type: "failed", problem: { code, sentence, detail, retry } });
}
// Nothing may keep the thread: what it said is on its way.
parentPort?.unref();
