import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Slot, VerifyEvent } from "../../../main/api/contract/index.ts";
import { silentLog } from "../../../main/base/log.ts";
import type { RunningStation, StationClient } from "../../../main/station/running-station.ts";
import { startStation } from "../../../main/station/start-station.ts";

let folder: string;
let station: RunningStation;
let client: StationClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-verify-"));
  station = await startStation({ dataFolder: folder, mode: "practice", log: silentLog });
  client = createRouterClient(station.router);
  await client.lots.use({ lot: "PRACTICE-X509" });
});

afterAll(async () => {
  await station?.close();
  rmSync(folder, { recursive: true, force: true });
});

const slotOne = async (): Promise<Slot> => {
  const [slot] = await client.line.slots();
  if (slot === undefined) throw new Error("no slot");
  return slot;
};

async function passed(): Promise<Slot> {
  const { id } = await slotOne();
  await client.practice.plug({ slotId: id, fault: "none" });
  await expect.poll(async () => (await slotOne()).state, { timeout: 60_000, interval: 50 }).toBe("pass");
  return slotOne();
}

async function verify(slotId: string, serialNumber?: string): Promise<readonly VerifyEvent[]> {
  const events: VerifyEvent[] = [];
  for await (const event of await client.units.verify({ slotId, serialNumber })) events.push(event);
  return events;
}

describe("a unit verified in its slot", () => {
  it("is read again check by check, recorded, and left alone by the line", async () => {
    const { id, serialNumber } = await passed();
    await expect
      .poll(async () => (await client.units.get({ serialNumber: serialNumber ?? "" })).enrollment, { timeout: 60_000 })
      .toBe("enrolled");
    const events = await verify(id);
    expect(events[0]).toMatchObject({ type: "started", serialNumber });
    const checks = events.filter((event) => event.type === "check");
    expect(events[0]).toMatchObject({ count: checks.length });
    expect(checks.map(({ number }) => number)).toEqual(checks.map((_, index) => index + 1));
    expect(checks.map(({ check }) => check.id)).toEqual(expect.arrayContaining(["certificate-chain", "enrollment"]));
    const last = events.at(-1);
    expect(last).toMatchObject({ type: "done", serialNumber, verification: { station: expect.any(String) as string } });
    expect(await client.units.verifications({ serialNumber: serialNumber ?? "" })).toHaveLength(1);
    expect(await slotOne()).toMatchObject({ state: "pass", skipped: null });
    await client.practice.unplug({ slotId: id });
  });

  it("that nobody knows is refused; so is a slot that is waited for already", async () => {
    const { id } = await slotOne();
    await expect(verify(id, "NOBODY")).rejects.toMatchObject({ code: "unit.not-recorded" });
    await expect(verify("99")).rejects.toMatchObject({ code: "slot.unknown" });
    const events = (await client.units.verify({ slotId: id }))[Symbol.asyncIterator]();
    expect(await events.next()).toMatchObject({ value: { type: "waiting" } });
    expect(await slotOne()).toMatchObject({ skipped: "verifying" });
    await expect(verify(id)).rejects.toMatchObject({ code: "slot.busy" });
    await client.practice.plug({ slotId: id, fault: "none" });
    await expect(events.next()).rejects.toMatchObject({ code: "unit.not-recorded" });
    expect(await slotOne()).toMatchObject({ state: "waiting", next: "reseat", skipped: null });
    await client.practice.unplug({ slotId: id });
  });

  it("frees the slot when nobody looks any more", async () => {
    const { id } = await slotOne();
    const events = (await client.units.verify({ slotId: id }))[Symbol.asyncIterator]();
    await events.next();
    await events.return?.(undefined);
    expect(await slotOne()).toMatchObject({ state: "waiting", skipped: null });
  });
});
