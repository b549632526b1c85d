import { systemClock } from "../../main/base/clock.ts";
import { silentLog } from "../../main/base/log.ts";
import type { DpsClient } from "../../main/dps/dps-client.ts";
import { EnrollmentQueue, type QueueStatus } from "../../main/enrollment/enrollment-queue.ts";
import type { Records } from "../../main/records/records.ts";
import { tpmEntryOf } from "../harness/recorded-units.ts";

/** Queued units of a lot, one by one: a million of them at once would be the memory that is measured. */
export function* backlogOf(count: number) {
  for (let index = 0; index < count; index += 1) {
    const registrationId = `unit-${String(index).padStart(7, "0")}`;
    yield { registrationId, state: "queued" as const, entry: tpmEntryOf(registrationId) };
  }
}

/** The queue as the station makes it, not started yet. */
export const queueOn = (
  records: Records,
  client: DpsClient,
  onStatus: (status: QueueStatus) => void = () => undefined,
): EnrollmentQueue =>
  new EnrollmentQueue({
    store: records.enrollments,
    serviceFor: () => client,
    clock: systemClock,
    log: silentLog,
    onChanged: () => undefined,
    onStatus,
  });

/** Starts a queue on the records and waits until nothing is left in it. */
export async function emptyQueue(records: Records, client: DpsClient): Promise<void> {
  const empty = Promise.withResolvers<void>();
  const queue = queueOn(records, client, ({ queued }) => {
    if (queued === 0) empty.resolve();
  });
  queue.start();
  await empty.promise;
  await queue.stop();
  const { queued, conflict, rejected } = await records.enrollments.counts();
  if (queued + conflict + rejected > 0) throw new Error("not everything was enrolled");
}
