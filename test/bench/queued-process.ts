import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { parseConnectionString } from "../../main/dps/connection-string.ts";
import { DpsClient } from "../../main/dps/dps-client.ts";
import { openRecords } from "../../main/records/records.ts";
import type { QueueSeen, QueueTask } from "./queued-memory.ts";
import { answer, given, memoryMiB } from "./run-apart.ts";
import { queueOn } from "./run-queue.ts";

/** A station's records and queue at work, and nothing else in the process. */
const { file, ready, seconds } = await given<QueueTask>();
const records = await openRecords({ file, practice: false });
const { connectionString, url, caPem } = ready;
const client = new DpsClient({ ...parseConnectionString(connectionString), url, ca: [caPem] });
const queue = queueOn(records, client);
queue.start();
// The first second is the start's own: programs are compiled, the first connection is made.
await delay(1_000);
const held = monitorEventLoopDelay({ resolution: 5 });
held.enable();
await delay(seconds * 1_000);
held.disable();
const { now } = memoryMiB();
const { enrolled } = await records.enrollments.counts();
await queue.stop();
client.close();
await records.close();
const said: QueueSeen = { memoryMiB: now, heldUpMs: Math.round(held.max / 1e6), enrolled };
answer(said);
