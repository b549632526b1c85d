import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createRouterClient } from "@orpc/server";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Slot } from "../../../main/api/contract/index.ts";
import { silentLog } from "../../../main/base/log.ts";
import { servePracticeDevice } from "../../../main/station/practice/serve-practice-device.ts";
import type { RunningStation, StationClient } from "../../../main/station/running-station.ts";
import { startStation } from "../../../main/station/start-station.ts";
import { type BadDevice, behaviours, startBadDevice } from "../../harness/bad-device.ts";
import { type PlantSetUp, setUpPlant } from "../../harness/plant.ts";
import { type PtyPort, ptyTo, socatAvailable } from "../../harness/pty-pair.ts";
import { touchmark } from "../../harness/touchmark.ts";

/** Issue 2, "Seen on real input" 4, as a real station sees it: one slot on a serial port, devices plugged in and pulled. */
describe.skipIf(!socatAvailable())("a real station's slot", () => {
  let plant: PlantSetUp;
  let station: RunningStation;
  let client: StationClient;
  let fixture: string;
  let port: string;
  const plugged: { stop(): Promise<void> }[] = [];

  beforeAll(async () => {
    plant = await setUpPlant();
    expect((await touchmark("ca", "create", "line-ca", "--pilot", "--data", plant.data)).code).toBe(0);
    fixture = mkdtempSync(join(tmpdir(), "touchmark-fixture-"));
    port = join(fixture, "slot-1");
    const recipe = plant.recipe({ attestation: "x509" });
    mkdirSync(join(plant.data, "recipes"), { recursive: true });
    copyFileSync(recipe, join(plant.data, "recipes", "sensor.yaml"));
    writeFileSync(
      join(plant.data, "station.yaml"),
      JSON.stringify({ station: "Line 2", slots: [{ name: "1", port }] }),
    );
    station = await startStation({ dataFolder: plant.data, log: silentLog });
    client = createRouterClient(station.router);
    await client.lots.open({ lot: "4711", recipe: "test-x509", quantity: null });
    await client.lots.use({ lot: "4711" });
  });

  afterEach(async () => {
    for (const thing of plugged.splice(0).toReversed()) await thing.stop();
    if (readdirSync(fixture).length > 0) unlinkSync(port);
    await slotWhere(({ present }) => !present);
  });

  afterAll(async () => {
    await station?.close();
    await plant?.stop();
    rmSync(fixture, { recursive: true, force: true });
  });

  async function plug(address: string, device: { stop(): Promise<void> }): Promise<PtyPort> {
    const pty = await ptyTo(address);
    symlinkSync(pty.path, port);
    plugged.push(device, pty);
    return pty;
  }

  async function slotWhere(condition: (slot: Slot) => boolean, ms = 120_000): Promise<Slot> {
    const end = Date.now() + ms;
    for (;;) {
      const [slot] = await client.line.slots();
      if (slot !== undefined && condition(slot)) return slot;
      if (Date.now() > end) throw new Error(`slot never got there: ${JSON.stringify(slot)}`);
      await delay(20);
    }
  }

  /** How the run ends that begins after the one of that id; it may be over before anybody looks. */
  const nextResult = (before: string | null): Promise<Slot> =>
    slotWhere(({ runId, state }) => runId !== null && runId !== before && state !== "running");

  const lastRun = async (): Promise<string | null> => (await client.line.slots())[0]?.runId ?? null;

  async function plugGoodDevice(serialNumber: string): Promise<Slot> {
    const device = await servePracticeDevice({
      attestation: "x509",
      serialNumber,
      listen: "tcp:127.0.0.1:0",
      log: silentLog,
      onRegistered: () => undefined,
    });
    const before = await lastRun();
    await plug(device.address, { stop: () => device.close() });
    return nextResult(before);
  }

  it("is a real station", async () => {
    expect(await client.station.info()).toMatchObject({ mode: "real", name: "Line 2", service: "plant-dps" });
    await expect(client.practice.plug({ slotId: "1", fault: "none" })).rejects.toMatchObject({
      code: "api.not-practice",
    });
  });

  it.each(
    Object.entries(behaviours),
  )("fails with a link code within its time-out when the device %s, and the next unit works", async (name, behaviour) => {
    const device: BadDevice = await startBadDevice(behaviour);
    const started = Date.now();
    const before = await lastRun();
    await plug(`tcp:127.0.0.1:${device.port}`, device);
    const failed = await nextResult(before);
    expect(failed.state).toBe("fail");
    expect(failed.problem?.code).toMatch(/^(link\.|device\.|slot\.pulled)/);
    expect(failed.problem?.sentence.length).toBeLessThanOrEqual(60);
    expect(Date.now() - started).toBeLessThan(60_000);
    for (const thing of plugged.splice(0).toReversed()) await thing.stop();
    unlinkSync(port);
    await slotWhere(({ present }) => !present);
    expect(await plugGoodDevice(`GOOD${Object.keys(behaviours).indexOf(name)}`)).toMatchObject({
      state: "pass",
      problem: null,
    });
  });

  it("fails the unit that is pulled in the middle, tells to plug it in again, and passes it then", async () => {
    const open = {
      attestation: "x509",
      serialNumber: "PULLED1",
      listen: "tcp:127.0.0.1:0",
      log: silentLog,
      onRegistered: () => undefined,
    } as const;
    const device = await servePracticeDevice(open);
    const pty = await plug(device.address, { stop: () => device.close() });
    await slotWhere(({ state }) => state === "running");
    unlinkSync(port);
    await pty.unplug();
    const pulled = await slotWhere(({ state }) => state !== "running");
    expect(pulled.problem?.code).toMatch(/^(slot\.pulled|link\.lost)$/);
    const again = await ptyTo(device.address);
    plugged.push(again);
    symlinkSync(again.path, port);
    expect(await nextResult(pulled.runId)).toMatchObject({
      state: "pass",
      serialNumber: "PULLED1",
    });
  });
});
