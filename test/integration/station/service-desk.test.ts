import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StationEvent } from "../../../main/api/contract/index.ts";
import { silentLog } from "../../../main/base/log.ts";
import type { RunningStation, StationClient } from "../../../main/station/running-station.ts";
import { startStation } from "../../../main/station/start-station.ts";

const service = "practice-dps";

/** Issue 4: what the Service screen asks of a station at work, on the practice line. */
describe("the service desk of a running station", () => {
  let folder: string;
  let station: RunningStation;
  let client: StationClient;
  const events: StationEvent[] = [];
  const stop = new AbortController();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "touchmark-service-desk-"));
    station = await startStation({ dataFolder: folder, mode: "practice", log: silentLog });
    client = createRouterClient(station.router);
    void listen();
  });

  afterAll(async () => {
    stop.abort();
    await station?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function listen(): Promise<void> {
    for await (const some of await client.events.subscribe(undefined, { signal: stop.signal })) events.push(...some);
  }

  /** A unit that passed and is enrolled; gives its registration id. */
  async function enrolledUnit(slotId: string): Promise<string> {
    await client.practice.plug({ slotId });
    const slot = async () => (await client.line.slots()).find(({ id }) => id === slotId);
    await expect.poll(async () => (await slot())?.enrollment, { timeout: 30_000 }).toBe("enrolled");
    const registrationId = (await slot())?.registrationId ?? "";
    await client.practice.unplug({ slotId });
    return registrationId;
  }

  it("shows the service with what went there", async () => {
    await enrolledUnit("1");
    const { services } = await client.service.overview();
    expect(services).toHaveLength(1);
    expect(services[0]).toMatchObject({ name: service, auth: "sas", state: "ok", queued: 0, enrolled: 1, parked: 0 });
    expect(await client.service.conflict({ registrationId: "nobody" })).toBeNull();
    expect(services[0]?.sentPerMinute).toBeGreaterThanOrEqual(1);
    expect(services[0]?.callsPerMinute).toBeGreaterThanOrEqual(1);
    expect(services[0]?.host).toMatch(/^127\.0\.0\.1:\d+$/);
    const calls = await client.practice.calls({ limit: 100 });
    expect(calls.some(({ method, status }) => method === "PUT" && status === 200)).toBe(true);
  });

  it("disables a unit, keeps who and why, and tells the screens", async () => {
    const registrationId = await enrolledUnit("2");
    const order = { registrationId, reason: "returned broken", by: "Ann" };
    const change = await client.service.change({ ...order, act: "disable" });
    expect(change).toMatchObject({ act: "disable", state: "done", reason: "returned broken" });
    await expect.poll(() => events.some(({ type }) => type === "unit")).toBe(true);
    const { changes, total } = await client.service.changes({ registrationId });
    expect(total).toBe(1);
    expect(changes[0]?.id).toBe(change.id);
    await client.service.change({ ...order, act: "enable" });
    const updated = await client.service.change({ ...order, act: "update", reason: "new settings" });
    expect(updated).toMatchObject({ act: "update", state: "done", registrationId });
    await expect(client.service.solve({ ...order, how: "adopt" })).rejects.toMatchObject({
      code: "enrollment.not-possible",
    });
    await expect(client.service.change({ ...order, registrationId: "nobody", act: "delete" })).rejects.toMatchObject({
      code: "enrollment.unknown-entry",
    });
  });

  it("leaves a change waiting while the service is away, and goes on by itself", async () => {
    const registrationId = await enrolledUnit("3");
    await client.practice.service({ reachable: false });
    const change = await client.service.change({ registrationId, act: "disable", reason: "recall" });
    expect(change.state).toBe("waiting");
    const newest = async () => (await client.service.changes({ registrationId })).changes[0];
    // A busy machine may be asked again before the first attempt has been given up.
    await expect.poll(async () => (await newest())?.code, { timeout: 30_000 }).toMatch(/^dps\./);
    expect((await client.service.overview()).services[0]).toMatchObject({ state: "unreachable", changes: 1 });
    expect((await client.service.overview()).services[0]?.lastErrors.length).toBeGreaterThan(0);
    await client.practice.service({ reachable: true });
    await expect.poll(async () => (await newest())?.state, { timeout: 60_000 }).toBe("done");
    await expect.poll(() => events.some(({ type }) => type === "service-work"), { timeout: 5_000 }).toBe(true);
  });

  it("compares service and records, with progress, and says who is disabled", async () => {
    const started = await client.service.reconcile.start({ service });
    expect(started).toMatchObject({ state: "running", service });
    await expect.poll(async () => (await client.service.reconcile.status()).state, { timeout: 10_000 }).toBe("done");
    const status = await client.service.reconcile.status();
    expect(status).toMatchObject({ agree: true, counts: { entries: 3, missing: 0, extra: 0, different: 0 } });
    await expect
      .poll(() => events.some((event) => event.type === "reconcile" && event.status.state === "done"))
      .toBe(true);
    await expect(client.service.reconcile.start({ service: "nobody" })).rejects.toMatchObject({
      code: "set-up.unknown-service",
    });
  });

  it("checks the service line by line", async () => {
    const lines = await client.service.check({ name: service, canary: true });
    expect(lines.filter(({ verdict }) => verdict === "failed")).toEqual([]);
    expect(lines.find(({ check }) => check === "write")).toMatchObject({ verdict: "ok" });
    const seen: string[] = [];
    for await (const line of await client.service.checking({ name: service })) seen.push(line.check);
    expect(seen).toEqual(lines.map(({ check }) => check));
  });
});
