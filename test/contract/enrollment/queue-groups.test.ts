import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "../../../main/base/clock.ts";
import { silentLog } from "../../../main/base/log.ts";
import type { DpsClient } from "../../../main/dps/dps-client.ts";
import { DpsError } from "../../../main/dps/dps-error.ts";
import { EnrollmentQueue } from "../../../main/enrollment/enrollment-queue.ts";
import type { EnrollmentService } from "../../../main/enrollment/enrollment-service.ts";
import { clientFor, startService } from "../dps/service-fixture.ts";
import { openTestRecords, plantService, recordUnits, testFolder, tpmEntryOf } from "./reconcile-fixture.ts";

const idOf = (index: number): string => `unit-${String(index).padStart(3, "0")}`;

type Call = "put" | "bulk" | "get";

/** A practice service, records with so many queued entries, and a client whose calls are written down. */
async function prepare(count: number, change: (index: number) => object = () => ({})) {
  const { dps } = await startService();
  const client = clientFor(dps, { retry: { maximumAttempts: 1, budgetMs: 1_000, firstDelayMs: 1, longestDelayMs: 2 } });
  const file = join(testFolder(), "station.db");
  const units = Array.from({ length: count }, (_, index) => {
    const registrationId = idOf(index);
    return { registrationId, state: "queued" as const, entry: { ...tpmEntryOf(registrationId), ...change(index) } };
  });
  await recordUnits(file, units);
  const records = await openTestRecords(file);
  const calls: { readonly call: Call; readonly ids: readonly string[] }[] = [];
  const atOnce = { now: 0, most: 0 };
  const watched = async <Value>(call: Call, ids: readonly string[], task: () => Promise<Value>): Promise<Value> => {
    calls.push({ call, ids });
    atOnce.now += 1;
    atOnce.most = Math.max(atOnce.most, atOnce.now);
    try {
      return await task();
    } finally {
      atOnce.now -= 1;
    }
  };
  const service: EnrollmentService = {
    putEnrollment: (entry, options) =>
      watched("put", [entry.registrationId], () => client.putEnrollment(entry, options)),
    bulkEnrollments: (mode, entries, options) => {
      const ids = entries.map(({ registrationId }) => registrationId);
      return watched("bulk", ids, () => client.bulkEnrollments(mode, entries, options));
    },
    getEnrollment: (id, options) => watched("get", [id], () => client.getEnrollment(id, options)),
    getRegistrationState: (id, options) => client.getRegistrationState(id, options),
  };
  const queue = new EnrollmentQueue({
    store: records.enrollments,
    serviceFor: (name) => (name === plantService ? service : undefined),
    clock: systemClock,
    log: silentLog,
    onChanged: () => undefined,
    onStatus: () => undefined,
    timing: { pollMs: 10, firstPauseMs: 20, longestPauseMs: 50, maximumChecks: 0 },
  });
  onTestFinished(() => queue.stop());
  const callsOf = (kind: Call) => calls.filter(({ call }) => call === kind);
  return { dps, client, records, service, queue, callsOf, atOnce };
}

async function atService(client: DpsClient): Promise<readonly string[]> {
  const { items } = await client.queryEnrollments({ pageSize: 1000 });
  return items.map(({ registrationId }) => registrationId);
}

const all = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => idOf(index));
const drained = async (records: Awaited<ReturnType<typeof prepare>>["records"]): Promise<void> => {
  await expect.poll(async () => (await records.enrollments.counts()).queued, { timeout: 10_000 }).toBe(0);
};

describe("a backlog in the queue", () => {
  it("travels in groups of at most ten, each entry once", async () => {
    const { client, records, queue, callsOf } = await prepare(64);
    queue.start();
    await drained(records);
    expect(await records.enrollments.counts()).toMatchObject({ enrolled: 64, conflict: 0, rejected: 0 });
    expect(await atService(client)).toEqual(all(64));
    const groups = callsOf("bulk").map(({ ids }) => ids);
    expect(groups.length).toBeGreaterThanOrEqual(3);
    expect(Math.max(...groups.map(({ length }) => length))).toBeLessThanOrEqual(10);
    expect(groups.every((ids) => new Set(ids).size === ids.length)).toBe(true);
    const sent = [...callsOf("put"), ...callsOf("bulk")].flatMap(({ ids }) => ids);
    expect([...sent].sort()).toEqual(all(64));
  });

  it("of no more than twenty goes one by one", async () => {
    const { records, queue, callsOf } = await prepare(20);
    queue.start();
    await drained(records);
    expect(callsOf("bulk")).toEqual([]);
    expect(callsOf("put")).toHaveLength(20);
  });

  it("is flushed in groups too, and the sums are right", async () => {
    const { client, queue, callsOf } = await prepare(50);
    expect(await queue.flush()).toEqual({ enrolled: 50, conflict: 0, rejected: 0, queued: 0 });
    expect(await atService(client)).toEqual(all(50));
    expect(callsOf("bulk").length).toBeGreaterThanOrEqual(3);
  });

  it("is not doubled when connections break after the calls were carried out, or before", async () => {
    const { dps, client, records, queue, callsOf } = await prepare(60);
    dps.faults.slow(4, 1, "service");
    dps.faults.resetAfterCommit(3, "service");
    dps.faults.resetBeforeCommit(2, "service");
    queue.start();
    await drained(records);
    expect(await records.enrollments.counts()).toMatchObject({ enrolled: 60, conflict: 0, rejected: 0 });
    expect(await atService(client)).toEqual(all(60));
    // What had been carried out unheard was read back and compared.
    expect(callsOf("get").length).toBeGreaterThan(0);
  });

  it("has every entry judged by itself: taken, there already, another's, refused", async () => {
    const short = { attestation: { type: "tpm", tpm: { endorsementKey: Buffer.alloc(20, 7).toString("base64") } } };
    const { client, records, queue, callsOf } = await prepare(30, (index) => (index === 3 ? short : {}));
    await client.putEnrollment(tpmEntryOf(idOf(1)));
    await client.putEnrollment(tpmEntryOf(idOf(2), "another device"));
    expect(await queue.flush()).toEqual({ enrolled: 28, conflict: 1, rejected: 1, queued: 0 });
    expect(callsOf("put")).toEqual([]);
    const stored = await records.enrollments.get(idOf(3));
    expect(stored).toMatchObject({ state: "rejected", code: "dps.rejected" });
    expect(stored?.detail).toContain("400004");
    const conflict = await records.enrollments.get(idOf(2));
    expect(conflict).toMatchObject({ state: "conflict", code: "enrollment.conflict" });
    expect(conflict?.detail).toContain("endorsement key is another one");
    expect((await client.getEnrollment(idOf(2)))?.attestation).toEqual(tpmEntryOf("x", "another device").attestation);
  });

  it("goes one by one where a call is refused as a whole", async () => {
    const { client, queue, service, callsOf } = await prepare(30);
    Object.assign(service, {
      bulkEnrollments: () => Promise.reject(new DpsError("rejected", "POST /enrollments: HTTP 400")),
    });
    expect(await queue.flush()).toEqual({ enrolled: 30, conflict: 0, rejected: 0, queued: 0 });
    expect(callsOf("put")).toHaveLength(30);
    expect(await atService(client)).toEqual(all(30));
  });

  it("stays queued whole when the service is busy, and goes on", async () => {
    const { dps, records, queue } = await prepare(40);
    dps.faults.throttle(4, "0", "service");
    expect(await queue.flush()).toMatchObject({ conflict: 0, rejected: 0 });
    queue.start();
    await drained(records);
    expect(await records.enrollments.counts()).toMatchObject({ enrolled: 40 });
  });

  it("keeps to eight calls at once, in groups or, for a service without them, one by one", async () => {
    const together = await prepare(100);
    expect(await together.queue.flush()).toMatchObject({ enrolled: 100 });
    expect(together.atOnce.most).toBe(8);
    expect(together.callsOf("put")).toEqual([]);
    const alone = await prepare(100);
    Object.assign(alone.service, { bulkEnrollments: undefined });
    expect(await alone.queue.flush()).toMatchObject({ enrolled: 100 });
    expect(alone.atOnce.most).toBe(8);
    expect(alone.callsOf("put")).toHaveLength(100);
  });

  it("is no more than eight calls at once in the background either", async () => {
    const { queue, records, atOnce } = await prepare(120);
    queue.start();
    await drained(records);
    expect(atOnce.most).toBeGreaterThan(1);
    expect(atOnce.most).toBeLessThanOrEqual(8);
  });
});
