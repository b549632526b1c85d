import { existsSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { z } from "zod";
import { baseErrors } from "../../base/errors/base-errors.ts";
import { StationError } from "../../base/errors/station-error.ts";
import { untilAborted } from "../../base/async/until-aborted.ts";
import { within } from "../../base/async/within.ts";
import { fromWorkerSchema, type WorkerOrder } from "./records-worker-messages.ts";

export interface ThreadTask<Value> {
  readonly order: WorkerOrder;
  readonly result: z.ZodType<Value>;
  /** The same in this thread, where none can be had: slower for the line, but done. */
  readonly here: (stop: AbortSignal) => Promise<Value>;
  /** The thread ended without a word. */
  readonly ended: (why: string, cause?: unknown) => StationError;
}

/** For a thread that is in a call of the system, which nothing ends. */
const stopMs = 3_000;

/** Does a task with the records in a thread of its own that the line does not wait for. Throws what the task throws, and `station.cancelled`. */
export async function inRecordsThread<Value>(task: ThreadTask<Value>, stop: AbortSignal): Promise<Value> {
  const file = workerFile();
  if (file === undefined) return untilAborted(task.here(stop), stop);
  const worker = new Worker(file, { workerData: task.order });
  const outcome = outcomeOf(worker, task, stop);
  // Heard at the end of the waiting, if that comes first.
  outcome.catch(() => undefined);
  try {
    return await untilAborted(outcome, stop);
  } catch (error) {
    if (!stop.aborted) throw error;
    // A thread's port has no target origin.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    worker.postMessage("stop");
    await within({ ms: stopMs, onTimeout: () => baseErrors.timedOut("the thread goes on") }, (late) =>
      untilAborted(outcome, late),
    ).catch(() => undefined);
    throw error;
  } finally {
    void worker.terminate();
  }
}

function outcomeOf<Value>(worker: Worker, task: ThreadTask<Value>, stop: AbortSignal): Promise<Value> {
  const { result, here, ended } = task;
  let began = false;
  return new Promise((resolve, reject) => {
    worker.on("message", (said: unknown) => {
      const message = fromWorkerSchema.safeParse(said);
      if (!message.success) return;
      if (message.data.type === "began") began = true;
      if (message.data.type === "done") result.parseAsync(message.data.result).then(resolve, reject);
      if (message.data.type === "failed") reject(new StationError(message.data.problem));
    });
    worker.once("error", (cause) => {
      if (began) reject(ended(`the thread ended: ${String(cause)}`, cause));
      else here(stop).then(resolve, reject);
    });
    worker.once("exit", () => {
      if (began) reject(ended("the thread ended"));
    });
  });
}

/** Beside this file in a checkout, at the top of what was built. */
const workerFile = (): string | undefined =>
  ["records-worker.ts", "records-worker.js", "../records-worker.js"]
    .map((name) => join(import.meta.dirname, name))
    .find((path) => existsSync(path));
