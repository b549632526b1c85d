import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { silentLog } from "../../../main/base/log.ts";
import { DpsError } from "../../../main/dps/dps-error.ts";
import { EnrollmentQueue } from "../../../main/enrollment/enrollment-queue.ts";
import { openRecords, type Records } from "../../../main/records/records.ts";
import { FakeEnrollmentService } from "../../harness/fake-enrollment-service.ts";
import { passUnit, SetClock, sampleLot } from "../../harness/sample-records.ts";

let clock: SetClock;
let records: Records;
let service: FakeEnrollmentService;
let queue: EnrollmentQueue;
const until = (condition: () => boolean | Promise<boolean>) =>
  vi.waitFor(async () => expect(await condition()).toBe(true), { timeout: 3_000, interval: 5 });

beforeEach(async () => {
  clock = new SetClock();
  records = await openRecords({ file: ":memory:", practice: true, clock });
  await records.lots.open(sampleLot);
  service = new FakeEnrollmentService();
  queue = new EnrollmentQueue({
    store: records.enrollments,
    changes: records.enrollmentChanges,
    serviceFor: () => service,
    clock,
    log: silentLog,
    onChanged: () => undefined,
    onStatus: () => undefined,
    timing: { pollMs: 5, concurrency: 4 },
    random: () => 1,
  });
});

afterEach(async () => {
  await queue.stop();
  await records.close();
});

describe("a service that is away", () => {
  it("is asked by one entry after each pause, however many wait, and by all once it is back", async () => {
    for (let index = 0; index < 60; index += 1) await passUnit(records, `GW${index}`);
    const down = new DpsError("unreachable", "connect ECONNREFUSED");
    service.onCall = () => {
      throw down;
    };
    queue.start();
    await until(() => queue.status().state === "unreachable");
    await delay(50);
    // Those that were under way together when it went.
    expect(service.calls.length).toBeLessThanOrEqual(4);
    for (let pause = 1; pause <= 6; pause += 1) {
      const before = service.calls.length;
      clock.advance(31_000);
      await until(() => service.calls.length > before);
      await delay(30);
      expect(service.calls.length).toBe(before + 1);
    }
    expect(queue.serviceState("plant-dps")).toMatchObject({ state: "unreachable", code: "dps.unreachable" });
    expect(queue.serviceState("plant-dps").lastErrors[0]).toMatchObject({ code: "dps.unreachable" });
    service.onCall = () => undefined;
    clock.advance(31_000);
    await until(async () => (await records.enrollments.counts()).enrolled === 60);
    expect(queue.serviceState("plant-dps")).toMatchObject({ state: "ok", pausedUntil: null, since: null });
    expect(queue.serviceState("plant-dps").sentPerMinute).toBe(60);
  });

  it("stays left alone while the one that asks waits for its answer", async () => {
    for (let index = 0; index < 8; index += 1) await passUnit(records, `GW${index}`);
    let answer: () => void = () => undefined;
    service.onCall = () => {
      throw new DpsError("timeout", "no answer");
    };
    queue.start();
    await until(() => queue.status().state === "unreachable");
    await delay(30);
    const before = service.calls.length;
    service.onCall = () =>
      new Promise<void>((resolve) => {
        answer = resolve;
      });
    clock.advance(31_000);
    await until(() => service.calls.length === before + 1);
    clock.advance(60_000);
    await delay(50);
    expect(service.calls.length).toBe(before + 1);
    service.onCall = () => undefined;
    answer();
    await until(async () => (await records.enrollments.counts()).enrolled === 8);
  });
});
