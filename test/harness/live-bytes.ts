import { setTimeout as delay } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect: unknown = runInNewContext("gc");

/** Bytes of live objects and of the buffers they hold, after the collector has been. */
export async function liveBytes(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    await delay(5);
    if (typeof collect === "function") collect();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
