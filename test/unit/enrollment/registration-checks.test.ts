import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
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
const assigned = {
  status: "assigned",
  assignedHub: "hub-1.example",
  deviceId: "GW1",
  lastUpdatedDateTimeUtc: "2026-11-22T08:00:05Z",
} as const;
const checks = (): number => service.calls.filter((call) => call.startsWith("state")).length;
const until = (condition: () => boolean) =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout: 3_000, interval: 5 });
const registration = async () => (await records.units.detail("GW1"))?.enrollmentDetail?.registration;

beforeEach(async () => {
  clock = new SetClock();
  records = await openRecords({ file: ":memory:", practice: true, clock });
  await records.lots.open(sampleLot);
  service = new FakeEnrollmentService();
  queue = new EnrollmentQueue({
    store: records.enrollments,
    serviceFor: () => service,
    clock,
    log: silentLog,
    onChanged: () => undefined,
    onStatus: () => undefined,
    timing: { pollMs: 5 },
    random: () => 1,
  });
  await passUnit(records, "GW1");
  queue.start();
  await queue.waitUntilSettled("reg-gw1", { ms: 3_000 });
});

afterEach(async () => {
  await queue.stop();
  await records.close();
});

it("finds the hub of a device that registers", async () => {
  expect(await registration()).toBeNull();
  clock.advance(1_000);
  await until(() => checks() === 1);
  await vi.waitFor(async () => expect(await registration()).toMatchObject({ status: "unassigned", assignedHub: null }));
  service.registrations.set("reg-gw1", assigned);
  clock.advance(2_000);
  await vi.waitFor(async () =>
    expect(await registration()).toEqual({
      status: "assigned",
      assignedHub: "hub-1.example",
      deviceId: "GW1",
      at: "2026-11-22T08:00:05Z",
    }),
  );
  expect(await records.units.get("GW1")).toMatchObject({ assignedHub: "hub-1.example" });
  clock.advance(86_400_000);
  await delay(30);
  expect(checks()).toBe(2);
});

it("asks less and less often and seven times at most", async () => {
  for (let hour = 0; hour < 15; hour += 1) {
    clock.advance(3_600_000);
    await delay(15);
  }
  expect(checks()).toBe(7);
});

it("asks twice only while no device registers at all, and again more often once one does", async () => {
  const units = Array.from({ length: 20 }, (_, index) => `N${index}`);
  for (const name of units) await passUnit(records, name);
  const pass = async (hours: number): Promise<void> => {
    for (let hour = 0; hour < hours; hour += 1) {
      clock.advance(3_600_000);
      const due = () => records.enrollments.dueForRegistrationCheck(clock.now(), 50);
      await vi.waitFor(async () => expect(await due()).toEqual([]), { timeout: 3_000, interval: 5 });
    }
  };
  const asked = (name: string): number => service.calls.filter((call) => call === `state reg-${name}`).length;
  await queue.flush();
  await pass(8);
  expect(asked("n5")).toBe(7);
  await passUnit(records, "N20");
  await queue.flush();
  await pass(8);
  expect(asked("n20")).toBe(2);
  await passUnit(records, "N21");
  service.registrations.set("reg-n21", assigned);
  await queue.flush();
  await pass(1);
  await passUnit(records, "N22");
  await queue.flush();
  await pass(8);
  expect(asked("n22")).toBe(7);
});

it("does not count a service that is away against the unit", async () => {
  service.onCall = () => {
    throw new DpsError("unreachable", "down");
  };
  for (let hour = 0; hour < 15; hour += 1) {
    clock.advance(3_600_000);
    await delay(12);
  }
  expect(queue.status().state).toBe("unreachable");
  service.onCall = () => undefined;
  service.registrations.set("reg-gw1", assigned);
  clock.advance(60_000);
  await vi.waitFor(async () => expect(await registration()).toMatchObject({ status: "assigned" }));
});

it("asks at once when somebody wants to know", async () => {
  service.registrations.set("reg-gw1", assigned);
  await queue.refreshRegistration("REG-GW1");
  expect(await registration()).toMatchObject({ assignedHub: "hub-1.example" });
  await expect(queue.refreshRegistration("nobody")).rejects.toMatchObject({ code: "enrollment.unknown-entry" });
});

it("tells the caller when the service cannot be asked", async () => {
  service.onCall = () => {
    throw new DpsError("unauthorized", "HTTP 401");
  };
  await expect(queue.refreshRegistration("reg-gw1")).rejects.toMatchObject({ code: "dps.unauthorized" });
});
