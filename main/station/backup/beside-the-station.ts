import { existsSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { baseErrors } from "../../base/errors/base-errors.ts";
import { StationError } from "../../base/errors/station-error.ts";
import { untilAborted } from "../../base/async/until-aborted.ts";
import { within } from "../../base/async/within.ts";
import { openRecordsHelper, type RecordsHelper } from "./records-helper.ts";
import { fromWorkerSchema, type WorkerOrder } from "./records-worker-messages.ts";

export interface TaskBeside<Value> {
  readonly order: WorkerOrder;
  readonly result: z.ZodType<Value>;
  /** The same in this thread, where no helper can be had: slower for the line, but done. */
  readonly here: (stop: AbortSignal) => Promise<Value>;
  /** The helper ended without a word. */
  readonly ended: (why: string, cause?: unknown) => StationError;
  /** It leaves things half made that it should take away when it is stopped. */
  readonly tidies: boolean;
}

/** For one in a call that nothing interrupts. */
const stopMs = 3_000;

/** Does a task with the records where the line does not wait for it. Throws what the task throws, and `station.cancelled`. */
export async function besideTheStation<Value>(
  task: TaskBeside<Value>,
  stop: AbortSignal,
  open = openRecordsHelper,
): Promise<Value> {
  const file = workerFile();
  if (file === undefined) return untilAborted(task.here(stop), stop);
  const helper = open(file);
  const outcome = outcomeOf(helper, task, stop);
  // Heard at the end of the waiting, if that comes first.
  outcome.catch(() => undefined);
  helper.tell({ type: "order", order: task.order });
  try {
    return await untilAborted(outcome, stop);
  } catch (error) {
    if (stop.aborted && task.tidies) await tidied(helper, outcome);
    throw error;
  } finally {
    helper.end();
  }
}

async function tidied(helper: RecordsHelper, outcome: Promise<unknown>): Promise<void> {
  helper.tell({ type: "stop" });
  await within({ ms: stopMs, onTimeout: () => baseErrors.timedOut("the helper goes on") }, (late) =>
    untilAborted(outcome, late),
  ).catch(() => undefined);
}

function outcomeOf<Value>(helper: RecordsHelper, task: TaskBeside<Value>, stop: AbortSignal): Promise<Value> {
  const { result, here, ended } = task;
  let began = false;
  return new Promise((resolve, reject) => {
    const lost = (why: string, cause?: unknown): void => {
      if (began) reject(ended(why, cause));
      else if (!stop.aborted) here(stop).then(resolve, reject);
      else reject(baseErrors.cancelled("stopped before it began"));
    };
    helper.onMessage((said) => {
      const message = fromWorkerSchema.safeParse(said);
      if (!message.success) return;
      if (message.data.type === "began") began = true;
      // Taken at once: its end may be heard before another turn.
      if (message.data.type === "done") resolve(result.parseAsync(message.data.result));
      if (message.data.type === "failed") reject(new StationError(message.data.problem));
    });
    helper.onError((cause) => lost(`the helper broke: ${String(cause)}`, cause));
    helper.onExit(() => lost("the helper ended"));
  });
}

/** Beside this file in a checkout, at the top of what was built. */
const workerFile = (): string | undefined =>
  ["records-worker.ts", "records-worker.js", "../records-worker.js"]
    .map((name) => join(import.meta.dirname, name))
    .find((path) => existsSync(path));
