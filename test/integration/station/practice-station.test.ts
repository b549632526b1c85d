import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createRouterClient } from "@orpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {
  Lot,
  PracticeFault,
  ServiceStatus,
  Slot,
  StationEvent,
  UnitDetail,
} from "../../../main/api/contract/index.ts";
import { parseCsvManifest } from "../../../main/manifest/formats/parse-csv.ts";
import { parseJsonlManifest } from "../../../main/manifest/formats/parse-jsonl.ts";
import type { RunningStation, StationClient } from "../../../main/station/running-station.ts";
import { startStation } from "../../../main/station/start-station.ts";
import { openWorkshop } from "../../../main/station/workshop.ts";
import { silentLog } from "../../../main/base/log.ts";
import { captureLog } from "../../harness/capture-log.ts";

const tpmLot = "PRACTICE-TPM";
const x509Lot = "PRACTICE-X509";

let folder: string;
let station: RunningStation;
let client: StationClient;
const log = captureLog();

async function open(): Promise<void> {
  station = await startStation({ dataFolder: folder, mode: "practice", log: log.log });
  client = createRouterClient(station.router);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-practice-"));
  await open();
});

afterAll(async () => {
  await station?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Asks until the answer is as wanted; says the last answer if it never is. */
async function until<Answer>(
  ask: () => Promise<Answer>,
  wanted: (answer: Answer) => boolean,
  ms = 30_000,
): Promise<Answer> {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > end) throw new Error(`never came: ${JSON.stringify(answer)}`);
    await delay(20);
  }
}

const slot = async (id: string): Promise<Slot> => {
  const found = (await client.line.slots()).find((each) => each.id === id);
  if (found === undefined) throw new Error(`no slot ${id}`);
  return found;
};
const verdict = (id: string): Promise<Slot> =>
  until(
    () => slot(id),
    ({ state }) => !["running", "waiting"].includes(state),
  );
const unit = (serialNumber: string): Promise<UnitDetail> => client.units.get({ serialNumber });

async function plugIn(id: string, fault: PracticeFault = "none"): Promise<Slot> {
  await client.practice.plug({ slotId: id, fault });
  return verdict(id);
}

const takeOut = (id: string): Promise<Slot> => client.practice.unplug({ slotId: id });

async function oneThatPasses(id: string): Promise<string> {
  const passed = await plugIn(id);
  expect(passed).toMatchObject({ state: "pass", problem: null, next: "take-out" });
  await takeOut(id);
  return passed.serialNumber ?? "";
}

async function manifest(lot: string, format: "csv" | "jsonl") {
  let text = "";
  let name = "";
  for await (const event of await client.exports.run({ lot, format })) {
    if (event.type === "text") text += event.text;
    if (event.type === "done") name = event.fileName;
  }
  return { text, name };
}

describe.each([
  [tpmLot, "tpm"],
  [x509Lot, "x509"],
] as const)("lot %s", (lot, attestation) => {
  beforeAll(async () => {
    await client.lots.use({ lot });
  });

  it("goes from plug to PASS, to the service and to a hub, and into both manifests once, marked practice", async () => {
    const serialNumber = await oneThatPasses("1");
    const done = await until(
      () => unit(serialNumber),
      ({ assignedHub }) => assignedHub !== null,
    );
    expect(done).toMatchObject({ attestation, lot, state: "provisioned", enrollment: "enrolled", lastOutcome: "pass" });
    expect(done.assignedHub).toMatch(/^practice-hub-/);
    const atHub = await until(
      async () =>
        (await client.practice.hubDevices({})).find(({ registrationId }) => registrationId === done.registrationId),
      (device) => (device?.messages ?? 0) > 0,
    );
    const reported = { practice: true, serialNumber, $version: 2 };
    expect(atHub).toMatchObject({ hub: done.assignedHub, connections: 1, twin: { reported } });
    const path = `/${atHub?.hub ?? ""}/${atHub?.deviceId ?? ""}`;
    expect(await client.practice.calls({ limit: 500 })).toContainEqual(
      expect.objectContaining({ api: "mqtt", method: "CONNECT", path, status: 200 }),
    );
    expect(done.certificates).toHaveLength(attestation === "x509" ? 1 : 0);
    expect((await slot("1")).enrollment).toBe("enrolled");
    for (const format of ["csv", "jsonl"] as const) {
      const { text, name } = await manifest(lot, format);
      expect(name).toMatch(/^PRACTICE-manifest-/);
      const entries = (format === "csv" ? parseCsvManifest(text) : parseJsonlManifest(text)).filter(
        (entry) => entry.serialNumber === serialNumber,
      );
      expect(entries).toHaveLength(1);
      expect(entries[0]).toMatchObject({ practice: true, lot, registrationId: done.registrationId });
    }
  });

  it.each([
    ["silent", /^link\.timeout$/, "reseat"],
    ["garbage", /^link\.bad-frame$/, "reseat"],
  ] as const)("ends a %s device with a code, a short sentence and what to do", async (fault, code, next) => {
    const failed = await plugIn("2", fault);
    expect(failed).toMatchObject({ state: "fail", next });
    expect(failed.problem?.code).toMatch(code);
    expect(failed.problem?.sentence.length).toBeLessThanOrEqual(60);
    await takeOut("2");
    expect((await slot("2")).next).toBe("plug-in");
  });

  it("fails a unit that is unplugged half-way and passes it when it is tried again: one identity", async () => {
    const failed = await plugIn("2", "unplugged-half-way");
    expect(failed).toMatchObject({ state: "fail", next: "reseat", problem: { code: "link.lost" } });
    await client.line.retry({ slotId: "2" });
    const passed = await verdict("2");
    expect(passed).toMatchObject({ state: "pass", serialNumber: failed.serialNumber });
    await takeOut("2");
    const detail = await unit(passed.serialNumber ?? "");
    expect(detail.runHistory.map(({ outcome }) => outcome)).toEqual(["pass", "fail"]);
    expect(detail.certificates.length).toBeLessThanOrEqual(1);
  });

  it("refuses a clone and names the unit that was first", async () => {
    const first = await oneThatPasses("3");
    const failed = await plugIn("3", "known-key");
    const code = attestation === "tpm" ? "unit.known-endorsement-key" : "unit.known-key";
    expect(failed).toMatchObject({ state: "fail", next: "red-bin", problem: { code } });
    expect(failed.problem?.detail).toContain(first);
    await takeOut("3");
  });

  it("fails the unit that is taken out while it runs with slot.pulled, and the next one passes", async () => {
    // One that would run for seconds: a good one is over in less time than it takes to be told of it.
    await client.practice.plug({ slotId: "4", fault: "silent" });
    await until(
      () => slot("4"),
      ({ state }) => state === "running",
    );
    await takeOut("4");
    expect(await verdict("4")).toMatchObject({ state: "fail", next: "plug-in", problem: { code: "slot.pulled" } });
    await oneThatPasses("4");
  });

  it("stops a unit when asked to, as station.cancelled", async () => {
    await client.practice.plug({ slotId: "4", fault: "silent" });
    await until(
      () => slot("4"),
      ({ state }) => state === "running",
    );
    await client.line.stop({ slotId: "4" });
    expect((await verdict("4")).problem?.code).toBe("station.cancelled");
    await takeOut("4");
  });
});

describe("a fault that the product cannot have", () => {
  it("is refused, and one of a TPM ends in the red bin", async () => {
    await client.lots.use({ lot: x509Lot });
    await expect(client.practice.plug({ slotId: "1", fault: "wrong-endorsement-certificate" })).rejects.toMatchObject({
      code: "practice.fault-not-here",
    });
    await client.lots.use({ lot: tpmLot });
    const failed = await plugIn("1", "wrong-endorsement-certificate");
    expect(failed).toMatchObject({ next: "red-bin", problem: { code: "unit.endorsement-certificate-mismatch" } });
    await takeOut("1");
  });
});

describe("the line", () => {
  beforeAll(async () => {
    await client.lots.use({ lot: x509Lot });
  });

  it("starts no unit twice, takes no second unit, and no other lot while one runs", async () => {
    await client.practice.plug({ slotId: "1", fault: "silent" });
    await until(
      () => slot("1"),
      ({ state }) => state === "running",
    );
    await expect(client.line.retry({ slotId: "1" })).rejects.toMatchObject({ code: "slot.busy" });
    await expect(client.practice.plug({ slotId: "1", fault: "none" })).rejects.toMatchObject({
      code: "practice.slot-taken",
    });
    await expect(client.lots.use({ lot: tpmLot })).rejects.toMatchObject({ code: "slot.busy" });
    expect((await client.lots.current())?.lot).toBe(x509Lot);
    await takeOut("1");
    await verdict("1");
  });

  it("takes the label of a unit that is there as a wish to repeat it, and refuses one that is nowhere", async () => {
    const passed = await plugIn("1");
    const code = passed.serialNumber ?? "";
    expect(await client.line.scan({ code })).toEqual({ accepted: true, slotId: "1", problem: null });
    expect(await client.line.scan({ code })).toMatchObject({ accepted: false, problem: { code: "slot.busy" } });
    expect(await verdict("1")).toMatchObject({ state: "pass", serialNumber: code });
    expect(await client.line.scan({ code: "4006381333931" })).toMatchObject({
      accepted: false,
      slotId: null,
      problem: { code: "slot.unknown-code" },
    });
    await takeOut("1");
    expect(await client.line.scan({ code })).toMatchObject({ accepted: false });
    expect((await unit(code)).runHistory.map(({ outcome }) => outcome)).toEqual(["pass", "pass"]);
  });

  it("waits for the label of a unit that tells no serial number, and says why another code is none", async () => {
    await client.practice.plug({ slotId: "2", fault: "no-serial" });
    await until(
      () => slot("2"),
      ({ state }) => state === "scan",
    );
    const expected = { model: "SN-100", serialNumber: expect.any(String) };
    for (const [code, refusal] of [
      [tpmLot, "slot.lot-code"],
      ["4006381333931", "slot.unknown-code"],
      ["GW200000001", "slot.other-product"],
    ] as const)
      expect(await client.line.scan({ code })).toMatchObject({ accepted: false, problem: { code: refusal }, expected });
    const order = { code: "010952123454321321SN109999999", serialNumbers: ["SN109999999"], slotId: "2" };
    expect(await client.line.scan(order)).toMatchObject({ accepted: true, slotId: "2" });
    expect(await verdict("2")).toMatchObject({ state: "pass", serialNumber: "SN109999999" });
    await takeOut("2");
  });

  it("takes the second unit of a lot of one for a full lot, and repeats the first", async () => {
    await client.lots.open({ lot: "JUST-ONE", recipe: "practice-sensor-x509", quantity: 1 });
    await client.lots.use({ lot: "JUST-ONE" });
    expect((await plugIn("1")).state).toBe("pass");
    expect(await plugIn("2")).toMatchObject({
      state: "fail",
      next: "call-engineer",
      problem: { code: "records.lot-full" },
    });
    await client.line.retry({ slotId: "1" });
    expect((await verdict("1")).state).toBe("pass");
    await takeOut("1");
    await takeOut("2");
    expect(await client.lots.current()).toMatchObject({ lot: "JUST-ONE", done: 1, quantity: 1 });
    await client.lots.use({ lot: x509Lot });
  });

  it("answers for what is not there with a code", async () => {
    await expect(client.units.get({ serialNumber: "NOBODY" })).rejects.toMatchObject({ code: "api.unknown-unit" });
    await expect(client.lots.use({ lot: "NOWHERE" })).rejects.toMatchObject({ code: "api.unknown-lot" });
    await expect(client.lots.open({ lot: "X", recipe: "no-such", quantity: null })).rejects.toMatchObject({
      code: "recipe.unknown",
    });
    await expect(client.line.retry({ slotId: "99" })).rejects.toMatchObject({ code: "slot.unknown" });
    await expect(client.line.retry({ slotId: "3" })).rejects.toMatchObject({ code: "slot.empty" });
    await expect(manifest("NOWHERE", "csv")).rejects.toMatchObject({
      code: "api.unknown-lot",
      data: { sentence: expect.any(String) },
    });
  });
});

describe("a service that cannot be reached", () => {
  it("costs no PASS: the queue grows, the chip says so, and nothing is lost when it is back", async () => {
    await client.lots.use({ lot: x509Lot });
    await until(
      () => client.station.service(),
      ({ queued }) => queued === 0,
    );
    await client.practice.service({ reachable: false });
    const units = [await oneThatPasses("1"), await oneThatPasses("2"), await oneThatPasses("3")];
    const down = await until(
      () => client.station.service(),
      ({ queued, state }) => queued === 3 && state !== "ok",
    );
    expect(down).toMatchObject({ state: "unreachable", queued: 3, parked: 0, name: "practice-dps" });
    expect(down.code).toMatch(/^dps\./);
    expect((await slot("1")).enrollment).toBe("queued");
    await client.practice.service({ reachable: true });
    const up: ServiceStatus = await until(
      () => client.station.service(),
      ({ queued }) => queued === 0,
      60_000,
    );
    expect(up).toMatchObject({ state: "ok", parked: 0, code: null });
    for (const serialNumber of units) {
      expect((await unit(serialNumber)).enrollment).toBe("enrolled");
      await until(
        () => unit(serialNumber),
        ({ assignedHub }) => assignedHub !== null,
        60_000,
      );
    }
    expect((await slot("1")).enrollment).toBe("enrolled");
  });
});

describe("the events of a station", () => {
  it("begin with the whole present state, go on with what changes, and end with the subscriber", async () => {
    const stop = new AbortController();
    const seen: StationEvent[] = [];
    const listening = (async () => {
      for await (const some of await client.events.subscribe(undefined, { signal: stop.signal })) seen.push(...some);
    })();
    await until(
      () => Promise.resolve(seen.length),
      (length) => length >= 8,
    );
    const first = ["slot", "slot", "slot", "slot", "fixture", "service", "session", "lot"];
    expect(seen.slice(0, 8).map(({ type }) => type)).toEqual(first);
    const serialNumber = await oneThatPasses("1");
    const said = () =>
      seen.slice(8).flatMap((event) => (event.type === "slot" && event.slot.id === "1" ? event.slot : []));
    await until(
      () => Promise.resolve(seen),
      (events) =>
        events.some((event) => event.type === "unit" && event.serialNumber === serialNumber) &&
        said().at(-1)?.present === false,
    );
    const mine = said();
    expect(mine.map(({ state }) => state)).toContain("running");
    expect(mine.at(-1)).toMatchObject({ state: "pass", present: false, serialNumber });
    expect(seen.findLast(({ type }) => type === "lot")).toMatchObject({ lot: { lot: x509Lot } });
    stop.abort();
    await listening.catch(() => undefined);
    const before = seen.length;
    await oneThatPasses("1");
    expect(seen).toHaveLength(before);
  });
});

describe("a data folder in use", () => {
  it("is refused to a second station, naming the owner", async () => {
    await expect(startStation({ dataFolder: folder, mode: "practice", log: silentLog })).rejects.toMatchObject({
      code: "set-up.folder-in-use",
      detail: expect.stringContaining(`process ${process.pid}`),
    });
  });
});

describe("a restart on the same folder", () => {
  it("keeps lot, units, runs and the entries of the practice service, and gives no serial number twice", async () => {
    await client.lots.use({ lot: tpmLot });
    const serialNumber = await oneThatPasses("1");
    await until(
      () => unit(serialNumber),
      ({ assignedHub }) => assignedHub !== null,
    );
    const before = await client.units.list({ limit: 200 });
    const lots: Lot[] = await client.lots.list();
    await station.close();
    await station.close();
    await open();
    expect((await client.lots.current())?.lot).toBe(tpmLot);
    expect(await client.units.list({ limit: 200 })).toEqual(before);
    expect((await client.lots.list()).map(({ lot, done }) => [lot, done])).toEqual(
      lots.map(({ lot, done }) => [lot, done]),
    );
    // Answered by the service of this start, from what the one of the last start had.
    const refreshed = await client.units.refresh({ serialNumber });
    expect(refreshed.enrollmentDetail?.registration).toMatchObject({ status: "assigned" });
    const known = new Set(before.units.map((each) => each.serialNumber));
    for (const id of ["1", "2", "3", "4"]) expect(known).not.toContain(await oneThatPasses(id));
    expect((await client.lots.current())?.lot).toBe(tpmLot);
  });

  it("knows the typical time of the lot before the first unit", async () => {
    await station.close();
    await open();
    expect((await slot("1")).expectedMs).toBeGreaterThan(0);
  });
});

describe("closing a station", () => {
  it("ends subscriptions, stops the running unit as a recorded failure, and leaves nothing in the log", async () => {
    await client.practice.plug({ slotId: "1", fault: "silent" });
    await until(
      () => slot("1"),
      ({ state }) => state === "running",
    );
    const events = await client.events.subscribe();
    const ended = (async () => {
      for await (const _ of events);
    })();
    await station.close();
    await ended;
    expect(log.problems()).toEqual([]);
    await open();
  });
});

describe("practice and production", () => {
  it("never share records: neither folder opens as the other", async () => {
    await station.close();
    const practice = join(folder, "practice");
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
    await open();
  });

  it("share no service: practice knows its own on this machine, whatever lies in either folder", async () => {
    await station.close();
    const connectionString = `HostName=prod.azure-devices-provisioning.net;SharedAccessKeyName=owner;SharedAccessKey=${Buffer.from("key").toString("base64")}`;
    const real = await openWorkshop({ root: folder, practice: false, log: silentLog });
    await real.services.add({ name: "plant-dps", idScope: "0ne00000000" }, connectionString);
    await real.close();
    await open();
    expect((await client.station.info()).service).toBe("practice-dps");
    expect(readdirSync(join(folder, "practice", "services"))).toEqual(["practice-dps.json"]);
    await station.close();
    const practice = await openWorkshop({ root: join(folder, "practice"), practice: true, log: silentLog });
    await practice.services.add({ name: "plant-dps", idScope: "0ne00000000" }, connectionString);
    await practice.connectServices();
    expect(await practice.plant.isPracticeService("plant-dps")).toBe(false);
    expect(await practice.plant.isPracticeService("practice-dps")).toBe(true);
    expect(practice.connectedServices()).toEqual(["practice-dps"]);
    await practice.services.remove("plant-dps");
    await practice.close();
    await open();
  });
});
