import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Lot } from "../../../main/api/contract/index.ts";
import { silentLog } from "../../../main/base/log.ts";
import { startStation } from "../../../main/station/start-station.ts";
import { openWorkshop } from "../../../main/station/workshop.ts";
import { PracticeLine, practiceLots, until } from "../../harness/practice-line.ts";

const { tpm: tpmLot } = practiceLots;
const station = new PracticeLine();

beforeAll(() => station.open());

afterAll(async () => {
  await station.remove();
  expect(station.log.problems()).toEqual([]);
});

describe("a data folder in use", () => {
  it("is refused to a second station, naming the owner", async () => {
    await expect(startStation({ dataFolder: station.folder, mode: "practice", log: silentLog })).rejects.toMatchObject({
      code: "set-up.folder-in-use",
      detail: expect.stringContaining(`process ${process.pid}`),
    });
  });
});

describe("a restart on the same folder", () => {
  it("keeps lot, units, runs and the entries of the practice service, and gives no serial number twice", async () => {
    await station.client.lots.use({ lot: tpmLot });
    const serialNumber = await station.oneThatPasses("1");
    await until(
      () => station.unit(serialNumber),
      ({ assignedHub }) => assignedHub !== null,
    );
    const before = await station.client.units.list({ limit: 200 });
    const lots: Lot[] = await station.client.lots.list();
    await station.close();
    await station.close();
    await station.open();
    expect((await station.client.lots.current())?.lot).toBe(tpmLot);
    expect(await station.client.units.list({ limit: 200 })).toEqual(before);
    expect((await station.client.lots.list()).map(({ lot, done }) => [lot, done])).toEqual(
      lots.map(({ lot, done }) => [lot, done]),
    );
    // Answered by the service of this start, from what the one of the last start had.
    const refreshed = await station.client.units.refresh({ serialNumber });
    expect(refreshed.enrollmentDetail?.registration).toMatchObject({ status: "assigned" });
    const known = new Set(before.units.map((each) => each.serialNumber));
    for (const id of ["1", "2", "3", "4"]) expect(known).not.toContain(await station.oneThatPasses(id));
    expect((await station.client.lots.current())?.lot).toBe(tpmLot);
  });

  it("knows the typical time of the lot before the first unit", async () => {
    await station.close();
    await station.open();
    expect((await station.slot("1")).expectedMs).toBeGreaterThan(0);
  });
});

describe("closing a station", () => {
  it("ends subscriptions, stops the running unit as a recorded failure, and leaves nothing in the log", async () => {
    await station.client.practice.plug({ slotId: "1", fault: "silent" });
    await until(
      () => station.slot("1"),
      ({ state }) => state === "running",
    );
    const events = await station.client.events.subscribe();
    const ended = (async () => {
      for await (const _ of events);
    })();
    await station.close();
    await ended;
    expect(station.log.problems()).toEqual([]);
    await station.open();
  });
});

describe("practice and production", () => {
  it("never share records: neither folder opens as the other", async () => {
    await station.close();
    const practice = join(station.folder, "practice");
    await expect(openWorkshop({ root: practice, practice: false, log: silentLog })).rejects.toMatchObject({
      code: "records.mode",
    });
    const real = mkdtempSync(join(tmpdir(), "touchmark-real-"));
    await (await openWorkshop({ root: real, practice: false, log: silentLog })).close();
    await expect(openWorkshop({ root: real, practice: true, log: silentLog })).rejects.toMatchObject({
      code: "records.mode",
    });
    // What was refused is not locked either.
    await (await openWorkshop({ root: real, practice: false, log: silentLog })).close();
    rmSync(real, { recursive: true });
    await station.open();
  });

  it("share no service: practice knows its own on this machine, whatever lies in either folder", async () => {
    await station.close();
    const connectionString = `HostName=prod.azure-devices-provisioning.net;SharedAccessKeyName=owner;SharedAccessKey=${Buffer.from("key").toString("base64")}`;
    const real = await openWorkshop({ root: station.folder, practice: false, log: silentLog });
    await real.services.add({ name: "plant-dps", idScope: "0ne00000000" }, connectionString);
    await real.close();
    await station.open();
    expect((await station.client.station.info()).service).toBe("practice-dps");
    expect(readdirSync(join(station.folder, "practice", "services"))).toEqual(["practice-dps.json"]);
    await station.close();
    const practice = await openWorkshop({ root: join(station.folder, "practice"), practice: true, log: silentLog });
    await practice.services.add({ name: "plant-dps", idScope: "0ne00000000" }, connectionString);
    await practice.connectServices();
    expect(await practice.plant.isPracticeService("plant-dps")).toBe(false);
    expect(await practice.plant.isPracticeService("practice-dps")).toBe(true);
    expect(practice.connectedServices()).toEqual(["practice-dps"]);
    await practice.services.remove("plant-dps");
    await practice.close();
    await station.open();
  });
});
