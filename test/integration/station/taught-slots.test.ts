import { copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createRouterClient } from "@orpc/server";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Slot } from "../../../main/api/contract/index.ts";
import { silentLog } from "../../../main/base/log.ts";
import { servePracticeDevice } from "../../../main/station/practice/serve-practice-device.ts";
import type { RunningStation, StationClient } from "../../../main/station/running-station.ts";
import { startStation } from "../../../main/station/start-station.ts";
import { FakeSystem } from "../../harness/fake-system.ts";
import { type PlantSetUp, setUpPlant } from "../../harness/plant.ts";
import { ptyTo, socatAvailable } from "../../harness/pty-pair.ts";
import { touchmark } from "../../harness/touchmark.ts";

/** A station that begins without a slot: what an engineer does at a new fixture, on PTYs that udev lists. */
describe.skipIf(process.platform !== "linux" || !socatAvailable())("slots taught while the station works", () => {
  let plant: PlantSetUp;
  let station: RunningStation;
  let client: StationClient;
  let system: FakeSystem;
  let count = 0;
  const plugged: { stop(): Promise<void> }[] = [];

  beforeAll(async () => {
    system = new FakeSystem();
    vi.stubEnv("PATH", `${system.bin}:${process.env["PATH"] ?? ""}`);
    plant = await setUpPlant();
    expect((await touchmark("ca", "create", "line-ca", "--pilot", "--data", plant.data)).code).toBe(0);
    mkdirSync(join(plant.data, "recipes"), { recursive: true });
    copyFileSync(plant.recipe({ attestation: "x509" }), join(plant.data, "recipes", "sensor.yaml"));
    await start();
    await client.lots.open({ lot: "4711", recipe: "test-x509", quantity: null });
    await client.lots.use({ lot: "4711" });
  });

  afterEach(async () => {
    for (const name of ["ttyACM0", "ttyACM1"]) pull(name);
    for (const thing of plugged.splice(0).toReversed()) await thing.stop();
  });

  afterAll(async () => {
    await station?.close();
    await plant?.stop();
    vi.unstubAllEnvs();
    system?.dispose();
  });

  async function start(): Promise<void> {
    station = await startStation({ dataFolder: plant.data, mode: "real", log: silentLog });
    client = createRouterClient(station.router);
  }

  async function plug(name: string): Promise<string> {
    count += 1;
    const device = await servePracticeDevice({
      attestation: "x509",
      serialNumber: `SN10000000${count}`,
      listen: "tcp:127.0.0.1:0",
      log: silentLog,
      onRegistered: () => undefined,
    });
    const pty = await ptyTo(device.address);
    plugged.push({ stop: () => device.close() }, pty);
    const path = system.plug({ socket: "9-9", name });
    symlinkSync(pty.path, path);
    return path;
  }

  function pull(name: string): void {
    system.pull(name);
    rmSync(join(system.folders.dev, name), { force: true });
  }

  async function slotWhere(name: string, condition: (slot: Slot) => boolean): Promise<Slot> {
    const end = Date.now() + 120_000;
    for (;;) {
      const slot = (await client.line.slots()).find((one) => one.name === name);
      if (slot !== undefined && condition(slot)) return slot;
      if (Date.now() > end) throw new Error(`slot never got there: ${JSON.stringify(slot)}`);
      await delay(20);
    }
  }

  it("binds the socket of the device plugged in, and builds the next unit there", async () => {
    expect(await client.line.slots()).toEqual([]);
    const taught = client.setUp.teachSlot({ name: "left" });
    await delay(500);
    const path = await plug("ttyACM0");
    expect(await taught).toMatchObject({ id: "left", name: "left", port: { path, slot: "left", allowed: true } });
    expect(readFileSync(join(plant.data, "station.yaml"), "utf8")).toContain(path);
    expect(await slotWhere("left", ({ present }) => present)).toMatchObject({ state: "waiting" });
    pull("ttyACM0");
    await slotWhere("left", ({ present }) => !present);
    await plug("ttyACM0");
    expect(await slotWhere("left", ({ state }) => state === "pass" || state === "fail")).toMatchObject({
      state: "pass",
    });
  });

  it("leaves a port alone that is not allowed, and builds its unit as soon as it is", async () => {
    const path = await plug("ttyACM1");
    await vi.waitFor(async () => expect((await client.setUp.ports()).map((port) => port.path)).toContain(path));
    await client.setUp.allowPort({ path, allowed: false });
    const impatient = new AbortController();
    const taught = client.setUp.teachSlot({ name: "right" }, { signal: impatient.signal });
    await expect(client.setUp.teachSlot({ name: "other" })).rejects.toMatchObject({ code: "slot.teach-busy" });
    impatient.abort();
    await expect(taught).rejects.toThrow();
    expect((await client.setUp.ports()).find((port) => port.path === path)).toMatchObject({ allowed: false });
    const ports = await client.setUp.allowPort({ path, allowed: true });
    expect(ports.find((port) => port.path === path)).toMatchObject({ allowed: true, slot: null });
    await expect(client.setUp.allowPort({ path: "/dev/none", allowed: true })).rejects.toMatchObject({
      code: "slot.unknown-port",
    });
  });

  it("mutes the slot whose port is not allowed any more, and keeps everything over a restart", async () => {
    const path = join(system.folders.dev, "ttyACM0");
    await slotWhere("left", ({ present }) => !present);
    await plug("ttyACM0");
    await slotWhere("left", ({ state, present }) => present && state === "pass");
    await client.setUp.allowPort({ path, allowed: false });
    await station.close();
    await start();
    expect(await slotWhere("left", ({ present }) => present)).toMatchObject({
      state: "off",
      skipped: "port-not-allowed",
      problem: null,
    });
    await expect(client.line.retry({ slotId: "left" })).rejects.toMatchObject({ code: "slot.skipped" });
    await client.setUp.allowPort({ path, allowed: true });
    await slotWhere("left", ({ state }) => state === "pass");
    expect(await client.setUp.forgetSlot({ id: "left" })).toEqual([]);
    expect(await client.line.slots()).toEqual([]);
  });
});
