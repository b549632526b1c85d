import { existsSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { baseErrors } from "../../base/errors/base-errors.ts";
import { StationError } from "../../base/errors/station-error.ts";
import { untilAborted } from "../../base/async/until-aborted.ts";
import { within } from "../../base/async/within.ts";
import type { BackupContents } from "./backup-contents.ts";
import { backupErrors } from "./backup-errors.ts";
import { fromBackupWorkerSchema } from "./backup-worker-messages.ts";
import type { BackupOrder } from "./make-backup.ts";
import { makeCheckedBackup } from "./make-checked-backup.ts";

export type ApartOrder = Pick<BackupOrder, "root" | "out" | "withKey"> & {
  readonly signal: AbortSignal;
  /** All of it; a disk that hangs is not waited for. */
  readonly ms: number;
};

/** For a thread that is in a call of the system, which nothing ends. */
const stopMs = 3_000;

/**
 * Makes a backup and reads it back whole, in a thread of its own that the line does not wait for. Throws `backup.*`, `records.*`, `set-up.folder`,
 * `station.cancelled`.
 */
export function makeBackupApart({ signal, ms, ...order }: ApartOrder): Promise<BackupContents> {
  const onTimeout = () => backupErrors.tooSlow(`${order.out} was not whole after ${Math.round(ms / 60_000)} minutes`);
  return within({ ms, signal, onTimeout }, async (stop) => {
    const file = workerFile();
    if (file === undefined) return untilAborted(makeHere(order, stop), stop);
    return untilStopped(new Worker(file, { workerData: order }), order, stop);
  });
}

type Order = Pick<BackupOrder, "root" | "out" | "withKey">;

async function untilStopped(worker: Worker, order: Order, stop: AbortSignal): Promise<BackupContents> {
  const outcome = outcomeOf(worker, order, stop);
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

function outcomeOf(worker: Worker, order: Order, stop: AbortSignal): Promise<BackupContents> {
  let began = false;
  return new Promise((resolve, reject) => {
    worker.on("message", (said: unknown) => {
      const message = fromBackupWorkerSchema.safeParse(said);
      if (!message.success) return;
      if (message.data.type === "began") began = true;
      if (message.data.type === "done") resolve(message.data.contents);
      if (message.data.type === "failed") reject(new StationError(message.data.problem));
    });
    worker.once("error", (cause) => {
      // Where threads cannot be had it is made here, table by table: slower for the line, but made.
      if (began) reject(backupErrors.notWritten(`the thread of the backup ended: ${String(cause)}`, cause));
      else makeHere(order, stop).then(resolve, reject);
    });
    worker.once("exit", () => {
      if (began) reject(backupErrors.notWritten("the thread of the backup ended"));
    });
  });
}

const makeHere = (order: Order, signal: AbortSignal): Promise<BackupContents> =>
  makeCheckedBackup({ ...order, considerate: true, signal });

/** Beside this file in a checkout, at the top of what was built. */
const workerFile = (): string | undefined =>
  ["backup-worker.ts", "backup-worker.js", "../backup-worker.js"]
    .map((name) => join(import.meta.dirname, name))
    .find((path) => existsSync(path));
