// A thread of its own: copies, checks and reads back a backup while the station serves its slots.
import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { asStationError } from "../../base/errors/base-errors.ts";
import { backupOrderSchema, type FromBackupWorker } from "./backup-worker-messages.ts";
import { makeCheckedBackup } from "./make-checked-backup.ts";

const stop = new AbortController();
// Whatever is said to it, it is to stop.
parentPort?.once("message", () => stop.abort());
// A thread's port has no target origin.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
const tell = (message: FromBackupWorker): void => parentPort?.postMessage(message);

// On Linux the nice value is the calling thread's own (setpriority(2)); elsewhere it would be the station's.
if (process.platform === "linux") setPriority(19);
tell({ type: "began" });
try {
  const order = backupOrderSchema.parse(workerData);
  const contents = await makeCheckedBackup({ ...order, paced: true, signal: stop.signal });
  tell({ type: "done", contents });
} catch (error) {
  const { code, sentence, detail, retry } = asStationError(error);
  tell({ type: "failed", problem: { code, sentence, detail, retry } });
}
// Nothing may keep the thread: what it said is on its way.
parentPort?.unref();
