import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Slot, StationEvent } from "../../../main/api/contract/index.ts";
import { silentLog } from "../../../main/base/log.ts";
import type { RunningStation, StationClient } from "../../../main/station/running-station.ts";
import { startStation } from "../../../main/station/start-station.ts";

/** What Set-up shows is the same in practice, with presses for hands. */
describe("setting up the practice fixture", () => {
  let folder: string;
  let station: RunningStation;
  let client: StationClient;
  const events: StationEvent[] = [];
  const hear = new AbortController();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "touchmark-practice-set-up-"));
    station = await startStation({ dataFolder: folder, mode: "practice", log: silentLog });
    client = createRouterClient(station.router);
    const all = await client.events.subscribe(undefined, { signal: hear.signal });
    void (async () => {
      for await (const some of all) events.push(...some);
    })().catch(() => undefined);
  });

  afterAll(async () => {
    hear.abort();
    await station?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function slotWhere(id: string, condition: (slot: Slot) => boolean): Promise<Slot> {
    const end = Date.now() + 120_000;
    for (;;) {
      const slot = (await client.line.slots()).find((one) => one.id === id);
      if (slot !== undefined && condition(slot)) return slot;
      if (Date.now() > end) throw new Error(`slot never got there: ${JSON.stringify(slot)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  it("begins with four slots on four of its sockets, and nothing plugged in", async () => {
    const slots = await client.setUp.slots();
    expect(slots.map(({ id, binding, port }) => [id, binding, port])).toEqual([
      ["1", "practice-1", null],
      ["2", "practice-2", null],
      ["3", "practice-3", null],
      ["4", "practice-4", null],
    ]);
    expect(await client.setUp.ports()).toEqual([]);
  });

  it("teaches a fifth by a practice unit, which is built once it is plugged in again", async () => {
    const taught = client.setUp.teachSlot({ name: "left" });
    const { path } = await client.setUp.plugPracticeUnit({});
    expect(await taught).toMatchObject({
      id: "left",
      binding: "practice-5",
      port: { path, slot: "left", allowed: true, likely: { name: "Zephyr CDC ACM" } },
    });
    expect(await slotWhere("left", ({ present }) => present)).toMatchObject({ state: "waiting" });
    await client.practice.unplug({ slotId: "left" });
    await client.practice.plug({ slotId: "left", fault: "none" });
    expect(await slotWhere("left", ({ state }) => state === "pass" || state === "fail")).toMatchObject({
      state: "pass",
    });
  });

  it("leaves a unit alone whose socket is not allowed, and builds it when it is", async () => {
    await client.practice.plug({ slotId: "2", fault: "none" });
    await slotWhere("2", ({ state }) => state === "pass");
    await client.setUp.allowPort({ location: "practice-2", allowed: false });
    expect(await slotWhere("2", () => true)).toMatchObject({ state: "pass" });
    await client.practice.unplug({ slotId: "2" });
    await client.practice.plug({ slotId: "2", fault: "none" });
    expect(await slotWhere("2", ({ present }) => present)).toMatchObject({
      state: "off",
      skipped: "port-not-allowed",
      problem: null,
      next: "call-engineer",
    });
    await client.setUp.allowPort({ location: "practice-2", allowed: true });
    await slotWhere("2", ({ state }) => state === "pass");
  });

  it("forgets a slot, tells the screens, and keeps nothing of it", async () => {
    expect((await client.setUp.forgetSlot({ id: "3" })).map(({ id }) => id)).toEqual(["1", "2", "4", "left"]);
    await expect(client.practice.plug({ slotId: "3", fault: "none" })).rejects.toMatchObject({ code: "slot.unknown" });
    await expect(client.setUp.forgetSlot({ id: "3" })).rejects.toMatchObject({ code: "slot.unknown" });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(events).toContainEqual({ type: "slot-gone", slotId: "3" });
    expect(events).toContainEqual({ type: "set-up" });
  });

  it("trusts its own chip maker, and whom it is told to", async () => {
    const roots = await client.setUp.trustedRoots();
    expect(roots.length).toBeGreaterThan(0);
    const left = await client.setUp.removeTrustedRoot({ fingerprint: roots[0]?.fingerprint ?? "" });
    expect(left).toEqual(roots.slice(1));
    await expect(
      client.setUp.addTrustedRoot({ base64: Buffer.from("no certificate").toString("base64") }),
    ).rejects.toMatchObject({ code: "pki.bad-certificate" });
  });
});
