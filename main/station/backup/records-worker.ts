// A process of its own, or under Electron a thread: copies, checks and reads back a backup, or checks the records, while the station serves its slots.
import { setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import { asStationError } from "../../base/errors/base-errors.ts";
import { reportRecords } from "./check-records-apart.ts";
import { makeCheckedBackup } from "./make-checked-backup.ts";
import { type FromWorker, toWorkerSchema, type WorkerOrder } from "./records-worker-messages.ts";

const stop = new AbortController();

function tell(message: FromWorker): void {
  // A thread's port has no target origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  if (parentPort !== null) parentPort.postMessage(message);
  else if (process.connected) process.send?.(message);
}

function hear(said: unknown): void {
  const message = toWorkerSchema.parse(said);
  if (message.type === "stop") stop.abort();
  else void work(message.order);
}

async function work(order: WorkerOrder): Promise<void> {
  tell({ type: "began" });
  try {
    tell({ type: "done", result: await carryOut(order) });
  } catch (error) {
    const { code, sentence, detail, retry } = asStationError(error);
    tell({ type: "failed", problem: { code, sentence, detail, retry } });
  }
  // Nothing may keep it: what it said is on its way.
  if (parentPort !== null) parentPort.unref();
  else if (process.connected) process.disconnect();
}

function carryOut(order: WorkerOrder): Promise<unknown> {
  if (order.task === "check") return reportRecords(order.file);
  const { root, out, withKey } = order;
  return makeCheckedBackup({ root, out, withKey, paced: true, signal: stop.signal });
}

// A nice value is the process's; on Linux each thread has its own (setpriority(2)).
if (parentPort === null || process.platform === "linux") setPriority(19);
if (parentPort !== null) parentPort.on("message", hear);
else {
  process.on("message", hear);
  // The station is gone: half a backup is taken away again, nothing else is worth ending.
  process.once("disconnect", () => stop.abort());
  // Ctrl+C in a terminal and the end of a service reach all processes; the station says when this one is to end.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => undefined);
}
