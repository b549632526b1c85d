import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { silentLog } from "../../../main/base/log.ts";
import { DpsError } from "../../../main/dps/dps-error.ts";
import { EnrollmentQueue, type EnrollmentQueueOptions } from "../../../main/enrollment/enrollment-queue.ts";
import { openRecords, type Records } from "../../../main/records/records.ts";
import { FakeEnrollmentService } from "../../harness/fake-enrollment-service.ts";
import { passUnit, SetClock, sampleLot } from "../../harness/sample-records.ts";

let clock: SetClock;
let records: Records;
let service: FakeEnrollmentService;
let queue: EnrollmentQueue;
const changed = vi.fn<(registrationId: string) => void>();
const status = vi.fn<EnrollmentQueueOptions["onStatus"]>();

const makeQueue = (change: Partial<EnrollmentQueueOptions> = {}): EnrollmentQueue =>
  new EnrollmentQueue({
    store: records.enrollments,
    serviceFor: (name) => (name === "plant-dps" ? service : undefined),
    clock,
    log: silentLog,
    onChanged: changed,
    onStatus: status,
    timing: { pollMs: 5, attemptMs: 2_000 },
    random: () => 1,
    ...change,
  });

const settle = (registrationId: string) => queue.waitUntilSettled(registrationId, { ms: 3_000 });
const until = (condition: () => boolean | Promise<boolean>) =>
  vi.waitFor(async () => expect(await condition()).toBe(true), { timeout: 3_000, interval: 5 });

beforeEach(async () => {
  vi.clearAllMocks();
  clock = new SetClock();
  records = await openRecords({ file: ":memory:", practice: true, clock });
  await records.lots.open(sampleLot);
  service = new FakeEnrollmentService();
  queue = makeQueue();
});

afterEach(async () => {
  await queue.stop();
  await records.close();
});

describe("the enrollment queue", () => {
  it("enrolls what is queued and says so", async () => {
    await passUnit(records, "GW1");
    queue.start();
    expect(await settle("REG-GW1")).toBe("enrolled");
    expect(service.entries.get("reg-gw1")).toMatchObject({ deviceId: "GW1", attestation: { type: "tpm" } });
    expect(changed).toHaveBeenCalledWith("reg-gw1");
    await until(() => status.mock.lastCall?.[0].queued === 0);
    expect(queue.status()).toEqual({ name: "plant-dps", state: "ok", queued: 0, parked: 0, code: null });
  });

  it("is woken by a new entry", async () => {
    queue = makeQueue({ timing: { pollMs: 60_000 } });
    queue.start();
    await delay(20);
    await passUnit(records, "GW1");
    queue.wake();
    expect(await settle("reg-gw1")).toBe("enrolled");
  });

  it("takes entries in their order, eight at once", async () => {
    const names = Array.from({ length: 12 }, (_, index) => `GW${index + 10}`);
    for (const name of names) await passUnit(records, name);
    service.onCall = () => delay(5);
    queue.start();
    await until(async () => (await records.enrollments.counts()).enrolled === 12);
    const puts = service.calls.filter((call) => call.startsWith("put"));
    expect(puts).toEqual(names.map((name) => `put reg-${name.toLowerCase()}`));
    expect(service.atOnce.most).toBe(8);
  });

  it("drains 500 entries, each sent once", async () => {
    for (let index = 0; index < 500; index += 1) await passUnit(records, `GW${index}`);
    queue.start();
    // However busy the machine is.
    await expect.poll(async () => (await records.enrollments.counts()).enrolled, { timeout: 15_000 }).toBe(500);
    expect(service.entries.size).toBe(500);
    expect(service.calls.filter((call) => call.startsWith("put"))).toHaveLength(500);
  });

  it("asks the unknown service for nothing and waits until it is set up", async () => {
    await passUnit(records, "GW1");
    let known = false;
    queue = makeQueue({ serviceFor: () => (known ? service : undefined) });
    queue.start();
    await until(() => queue.status().state === "none");
    expect(queue.status()).toMatchObject({ name: "plant-dps", code: "enrollment.no-service", queued: 1 });
    known = true;
    expect(await queue.flush()).toMatchObject({ enrolled: 1, queued: 0 });
  });
});

describe("an entry that is there already", () => {
  const reset = () => {
    throw new DpsError("unreachable", "read ECONNRESET", { mayHaveActed: true });
  };

  it("is ours when the answer to the first PUT was lost", async () => {
    await passUnit(records, "GW1");
    service.afterPut = reset;
    queue.start();
    await until(() => queue.status().state === "unreachable");
    clock.advance(60_000);
    expect(await settle("reg-gw1")).toBe("enrolled");
    expect(service.calls.slice(0, 3)).toEqual(["put reg-gw1", "put reg-gw1", "get reg-gw1"]);
    expect(service.entries.size).toBe(1);
  });

  it("is ours after a restart from the same records", async () => {
    await passUnit(records, "GW1");
    service.afterPut = () => new Promise(() => undefined);
    queue.start();
    await until(() => service.entries.size === 1);
    await queue.stop();
    expect(await records.enrollments.get("reg-gw1")).toMatchObject({ state: "queued" });
    queue = makeQueue();
    queue.start();
    expect(await settle("reg-gw1")).toBe("enrolled");
  });

  it("is a conflict that says what differs when it is another device's", async () => {
    await passUnit(records, "GW1");
    service.entries.set("reg-gw1", {
      registrationId: "reg-gw1",
      deviceId: "SOMEBODY",
      attestation: { type: "tpm", tpm: { endorsementKey: "AAAA" } },
    });
    queue.start();
    expect(await settle("reg-gw1")).toBe("conflict");
    const kept = await records.enrollments.get("reg-gw1");
    expect(kept).toMatchObject({ code: "enrollment.conflict" });
    expect(kept?.detail).toMatch(/endorsement key is another one.*device id is "SOMEBODY", not "GW1"/);
    await until(() => queue.status().parked === 1);
    expect(queue.status().state).toBe("ok");
  });
});

describe("a service in trouble", () => {
  it.each([
    ["unauthorized", "refused"],
    ["unreachable", "unreachable"],
    ["timeout", "unreachable"],
    ["server", "unreachable"],
    ["tls", "refused"],
    ["notFound", "refused"],
    ["throttled", "busy"],
  ] as const)("%s pauses everything and loses nothing", async (reason, state) => {
    for (const name of ["GW1", "GW2", "GW3", "GW4", "GW5", "GW6", "GW7"]) await passUnit(records, name);
    service.onCall = () => {
      throw new DpsError(reason, "as the test wants it");
    };
    queue.start();
    await until(() => queue.status().state === state && queue.status().queued === 7);
    await delay(30);
    expect(service.calls.length).toBeLessThanOrEqual(8);
    service.onCall = () => undefined;
    clock.advance(60_000);
    await until(async () => (await records.enrollments.counts()).enrolled === 7);
    await until(() => queue.status().state === "ok");
  });

  it("is left alone for as long as Retry-After says", async () => {
    await passUnit(records, "GW1");
    service.onCall = () => {
      throw new DpsError("throttled", "HTTP 429", { httpStatus: 429, retryAfterMs: 45_000 });
    };
    queue.start();
    await until(() => queue.status().state === "busy");
    clock.advance(44_000);
    await delay(30);
    expect(service.calls).toHaveLength(1);
    service.onCall = () => undefined;
    clock.advance(1_001);
    expect(await settle("reg-gw1")).toBe("enrolled");
  });

  it("pauses longer after each failure, up to half a minute", async () => {
    await passUnit(records, "GW1");
    service.onCall = () => {
      throw new DpsError("unreachable", "down");
    };
    queue.start();
    for (const [failures, seconds] of [1, 2, 4, 8, 16, 30, 30].entries()) {
      await until(() => service.calls.length === failures + 1);
      await until(async () => (await records.enrollments.get("reg-gw1"))?.attempts === failures + 1);
      clock.advance(seconds * 1000 - 1);
      await delay(15);
      expect(service.calls).toHaveLength(failures + 1);
      clock.advance(1);
    }
  });

  it("does not hold up another service", async () => {
    await passUnit(records, "GW1");
    const healthy = new FakeEnrollmentService();
    const run = `other-${clock.now().getTime()}`;
    await records.runs.start({ runId: run, lot: sampleLot.lot, slot: "2" });
    await records.runs.bind(run, { serialNumber: "GW2", model: sampleLot.model });
    const { samplePass } = await import("../../harness/sample-records.ts");
    const pass = samplePass("GW2", run);
    await records.runs.pass({ ...pass, enrollment: { service: "second", entry: pass.enrollment!.entry } });
    service.onCall = () => {
      throw new DpsError("unreachable", "down");
    };
    queue = makeQueue({ serviceFor: (name) => (name === "second" ? healthy : service) });
    queue.start();
    expect(await settle("reg-gw2")).toBe("enrolled");
    expect(await records.enrollments.get("reg-gw1")).toMatchObject({ state: "queued" });
  });

  it("that never answers costs one attempt's time and no more", async () => {
    await passUnit(records, "GW1");
    service.onCall = () => new Promise(() => undefined);
    queue = makeQueue({ timing: { pollMs: 5, attemptMs: 30 } });
    queue.start();
    await until(() => queue.status().code === "enrollment.timed-out");
    await vi.waitFor(async () =>
      expect(await records.enrollments.get("reg-gw1")).toMatchObject({ state: "queued", code: "enrollment.timed-out" }),
    );
  });
});

describe("an entry the service will not have", () => {
  it("is parked with the service's words, and the others go on", async () => {
    await passUnit(records, "GW1");
    await passUnit(records, "GW2");
    service.onCall = (_, registrationId) => {
      if (registrationId === "reg-gw1")
        throw new DpsError("rejected", "HTTP 400, errorCode 400004", { errorCode: 400_004 });
    };
    queue.start();
    expect(await settle("reg-gw1")).toBe("rejected");
    expect(await settle("reg-gw2")).toBe("enrolled");
    expect(await records.enrollments.get("reg-gw1")).toMatchObject({
      code: "dps.rejected",
      detail: "HTTP 400, errorCode 400004",
    });
    clock.advance(3_600_000);
    await delay(30);
    expect(service.calls.filter((call) => call === "put reg-gw1")).toHaveLength(1);
  });

  it("goes back into the queue when somebody says so", async () => {
    await passUnit(records, "GW1");
    service.onCall = () => {
      throw new DpsError("rejected", "HTTP 400");
    };
    queue.start();
    expect(await settle("reg-gw1")).toBe("rejected");
    service.onCall = () => undefined;
    await records.enrollments.requeue("reg-gw1");
    queue.wake();
    expect(await settle("reg-gw1")).toBe("enrolled");
  });

  it("is only put off while somebody else is writing it (409203)", async () => {
    await passUnit(records, "GW1");
    service.onCall = () => {
      throw new DpsError("conflict", "HTTP 409, errorCode 409203", { httpStatus: 409, errorCode: 409_203 });
    };
    queue.start();
    await until(async () => (await records.enrollments.get("reg-gw1"))?.code === "dps.conflict");
    expect(queue.status().state).toBe("ok");
    service.onCall = () => undefined;
    clock.advance(60_000);
    expect(await settle("reg-gw1")).toBe("enrolled");
  });
});

describe("flush", () => {
  it("tries everything once, paused or not, without being started", async () => {
    for (const name of ["GW1", "GW2", "GW3"]) await passUnit(records, name);
    service.onCall = () => {
      throw new DpsError("unreachable", "down");
    };
    expect(await queue.flush()).toEqual({ enrolled: 0, conflict: 0, rejected: 0, queued: 3 });
    expect(queue.status()).toMatchObject({ state: "unreachable", queued: 3 });
    service.onCall = () => undefined;
    expect(await queue.flush()).toEqual({ enrolled: 3, conflict: 0, rejected: 0, queued: 0 });
  });

  it("ends even when one entry fails every time", async () => {
    for (const name of ["GW1", "GW2", "GW3", "GW4", "GW5", "GW6"]) await passUnit(records, name);
    service.onCall = (_, registrationId) => {
      if (registrationId === "reg-gw2") throw new Error("a defect of ours");
    };
    expect(await queue.flush()).toEqual({ enrolled: 5, conflict: 0, rejected: 0, queued: 1 });
    expect(await records.enrollments.get("reg-gw2")).toMatchObject({ code: "station.defect", attempts: 1 });
  });

  it("can be cancelled", async () => {
    await passUnit(records, "GW1");
    await expect(queue.flush(AbortSignal.abort())).rejects.toMatchObject({ code: "station.cancelled" });
  });
});

describe("waiting for an entry", () => {
  it("gives up with what is known after the time", async () => {
    await passUnit(records, "GW1");
    expect(await queue.waitUntilSettled("reg-gw1", { ms: 10 })).toBe("queued");
  });

  it("ends at a stop and at a cancel", async () => {
    await passUnit(records, "GW1");
    const cancel = new AbortController();
    const cancelled = queue.waitUntilSettled("reg-gw1", { ms: 60_000, signal: cancel.signal });
    const stopped = queue.waitUntilSettled("reg-gw1", { ms: 60_000 });
    cancel.abort();
    await expect(cancelled).rejects.toMatchObject({ code: "station.cancelled" });
    await queue.stop();
    expect(await stopped).toBe("queued");
  });

  it("refuses an unknown registration id", async () => {
    await expect(queue.waitUntilSettled("nobody", { ms: 10 })).rejects.toMatchObject({
      code: "enrollment.unknown-entry",
    });
  });
});

describe("records that cannot be written", () => {
  it("keep the entry and do not hammer the service", async () => {
    await passUnit(records, "GW1");
    let broken = true;
    const store = Object.create(records.enrollments, {
      nextDue: { value: records.enrollments.nextDue.bind(records.enrollments) },
      counts: { value: records.enrollments.counts.bind(records.enrollments) },
      get: { value: records.enrollments.get.bind(records.enrollments) },
      dueForRegistrationCheck: { value: () => Promise.resolve([]) },
      enrolled: {
        value: (id: string, said: { etag: string | null }) =>
          broken ? Promise.reject(new Error("disk full")) : records.enrollments.enrolled(id, said),
      },
    }) as Records["enrollments"];
    queue = makeQueue({ store, timing: { pollMs: 50 } });
    queue.start();
    await delay(120);
    expect(service.calls.filter((call) => call.startsWith("put")).length).toBeLessThanOrEqual(4);
    broken = false;
    expect(await settle("reg-gw1")).toBe("enrolled");
  });
});
