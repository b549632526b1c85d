import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "../../../main/base/clock.ts";
import { silentLog } from "../../../main/base/log.ts";
import { parseConnectionString } from "../../../main/dps/connection-string.ts";
import { DpsClient } from "../../../main/dps/dps-client.ts";
import { EnrollmentQueue } from "../../../main/enrollment/enrollment-queue.ts";
import { type PracticeDps, startPracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { openRecords, type Records } from "../../../main/records/records.ts";
import { sampleLot, samplePass, startRun } from "../../harness/sample-records.ts";

// TPM2B_PUBLIC of the TCG low-range template up to its modulus, as every well-formed key begins.
const keyStart = Buffer.from(
  "AToAAQALAAMAsgAgg3GXZ0SEs/gakMyNRqXXJP1S124GUgtk8qHaGzMUaaoABgCAAEMAEAgAAAAAAAEA",
  "base64",
);
const newEndorsementKey = (): string => {
  const modulus = randomBytes(256);
  modulus[0] = 0xc1;
  modulus[255] = 0x61;
  return Buffer.concat([keyStart, modulus]).toString("base64");
};

let folder: string;
let dps: PracticeDps;
let records: Records;
let client: DpsClient;
let queue: EnrollmentQueue;

const pass = async (serialNumber: string): Promise<void> => {
  const runId = await startRun(records, serialNumber);
  await records.runs.pass(samplePass(serialNumber, runId, { endorsementKey: newEndorsementKey() }));
};
const enrolledAtService = async (): Promise<number> => {
  let count = 0;
  let continuation: string | undefined;
  do {
    const page = await client.queryEnrollments(continuation === undefined ? {} : { continuation });
    count += page.items.length;
    continuation = page.continuation;
  } while (continuation !== undefined);
  return count;
};
const makeQueue = (): EnrollmentQueue =>
  new EnrollmentQueue({
    store: records.enrollments,
    serviceFor: () => client,
    clock: systemClock,
    log: silentLog,
    onChanged: () => undefined,
    onStatus: () => undefined,
    timing: { pollMs: 20, firstPauseMs: 50, longestPauseMs: 200 },
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-queue-"));
  dps = await startPracticeDps();
  records = await openRecords({ file: join(folder, "records.sqlite"), practice: true });
  await records.lots.open(sampleLot);
  client = new DpsClient({
    ...parseConnectionString(dps.connectionString),
    url: dps.url,
    ca: [dps.caPem],
    retry: { maximumAttempts: 1, budgetMs: 1_000, firstDelayMs: 10, longestDelayMs: 50 },
  });
  queue = makeQueue();
});

afterEach(async () => {
  await queue.stop();
  client.close();
  await records.close();
  await dps.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("the queue over HTTPS to the practice service", () => {
  it("brings every unit there once, through resets, throttling and an outage", async () => {
    for (let index = 0; index < 60; index += 1) await pass(`GW${index}`);
    dps.faults.resetAfterCommit(5, "service");
    dps.faults.resetBeforeCommit(3, "service");
    dps.faults.throttle(2, "1", "service");
    queue.start();
    await vi.waitFor(async () => expect((await records.enrollments.counts()).enrolled).toBeGreaterThan(20), {
      timeout: 30_000,
    });
    dps.setReachable(false);
    await pass("GW60");
    queue.wake();
    await vi.waitFor(() => expect(queue.status().state).toBe("unreachable"), { timeout: 10_000 });
    dps.setReachable(true);
    await vi.waitFor(
      async () =>
        expect(await records.enrollments.counts()).toEqual({ queued: 0, enrolled: 61, conflict: 0, rejected: 0 }),
      {
        timeout: 30_000,
      },
    );
    expect(await enrolledAtService()).toBe(61);
    await vi.waitFor(() => expect(queue.status()).toMatchObject({ state: "ok", queued: 0 }));
  });

  it("goes on after a stop with calls in the air", async () => {
    for (let index = 0; index < 10; index += 1) await pass(`GW${index}`);
    dps.faults.slow(4, 300, "service");
    queue.start();
    await vi.waitFor(() => expect(queue.status().name).toBe("plant-dps"));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await queue.stop();
    queue = makeQueue();
    expect(await queue.flush()).toMatchObject({ conflict: 0, rejected: 0, queued: 0 });
    expect(await records.enrollments.counts()).toMatchObject({ enrolled: 10 });
    expect(await enrolledAtService()).toBe(10);
  });

  it("parks a conflict and a refusal with the service's reason, and enrolls the rest", async () => {
    await pass("GW1");
    await pass("GW2");
    const runId = await startRun(records, "GW3");
    await records.runs.pass(samplePass("GW3", runId, { endorsementKey: Buffer.alloc(20, 7).toString("base64") }));
    const other = { type: "tpm" as const, tpm: { endorsementKey: newEndorsementKey() } };
    await client.putEnrollment({ registrationId: "REG-GW1", deviceId: "someone", attestation: other });
    expect(await queue.flush()).toEqual({ enrolled: 1, conflict: 1, rejected: 1, queued: 0 });
    expect((await records.enrollments.get("reg-gw1"))?.detail).toMatch(
      /endorsement key is another one; device id is "someone"/,
    );
    expect(await records.enrollments.get("reg-gw3")).toMatchObject({ state: "rejected", code: "dps.rejected" });
    expect((await records.enrollments.get("reg-gw3"))?.detail).toMatch(/400004/);
  });

  it("says that the station is refused when its key is wrong, and keeps the entry", async () => {
    await pass("GW1");
    const right = client;
    client = new DpsClient({
      ...parseConnectionString(dps.connectionString),
      key: randomBytes(32).toString("base64"),
      url: dps.url,
      ca: [dps.caPem],
    });
    expect(await queue.flush()).toMatchObject({ queued: 1 });
    expect(queue.status()).toMatchObject({ state: "refused", code: "dps.unauthorized", queued: 1 });
    client.close();
    client = right;
    expect(await queue.flush()).toMatchObject({ enrolled: 1, queued: 0 });
  });
});
