import { readFileSync } from "node:fs";

const schedule = `/proc/self/task/${process.pid}/schedstat`;

/**
 * Milliseconds this program's main thread has stood in the queue for a processor so far (Linux, Documentation/scheduler/sched-stats.rst:
 * the second number). Elsewhere 0: there a bench says only what it says on a machine that does nothing else.
 */
export function waitedForProcessorMs(): number {
  try {
    const [, waitedNs = "0"] = readFileSync(schedule, "utf8").split(" ");
    return Number(waitedNs) / 1e6;
  } catch {
    return 0;
  }
}
