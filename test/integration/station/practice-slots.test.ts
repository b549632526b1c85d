import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ServiceStatus, StationEvent } from "../../../main/api/contract/index.ts";
import { PracticeLine, practiceLots, until } from "../../harness/practice-line.ts";

const { tpm: tpmLot, x509: x509Lot } = practiceLots;
const station = new PracticeLine();

beforeAll(() => station.open());

afterAll(async () => {
  await station.remove();
  expect(station.log.problems()).toEqual([]);
});

describe("the line", () => {
  beforeAll(async () => {
    await station.client.lots.use({ lot: x509Lot });
  });

  it("starts no unit twice, takes no second unit, and no other lot while one runs", async () => {
    await station.client.practice.plug({ slotId: "1", fault: "silent" });
    await until(
      () => station.slot("1"),
      ({ state }) => state === "running",
    );
    await expect(station.client.line.retry({ slotId: "1" })).rejects.toMatchObject({ code: "slot.busy" });
    await expect(station.client.practice.plug({ slotId: "1", fault: "none" })).rejects.toMatchObject({
      code: "practice.slot-taken",
    });
    await expect(station.client.lots.use({ lot: tpmLot })).rejects.toMatchObject({ code: "slot.busy" });
    expect((await station.client.lots.current())?.lot).toBe(x509Lot);
    await station.takeOut("1");
    await station.verdict("1");
  });

  it("takes the label of a unit that is there as a wish to repeat it, and refuses one that is nowhere", async () => {
    const passed = await station.plugIn("1");
    const code = passed.serialNumber ?? "";
    expect(await station.client.line.scan({ code })).toEqual({ accepted: true, slotId: "1", problem: null });
    expect(await station.client.line.scan({ code })).toMatchObject({
      accepted: false,
      problem: { code: "slot.busy" },
    });
    expect(await station.verdict("1")).toMatchObject({ state: "pass", serialNumber: code });
    expect(await station.client.line.scan({ code: "4006381333931" })).toMatchObject({
      accepted: false,
      slotId: null,
      problem: { code: "slot.unknown-code" },
    });
    await station.takeOut("1");
    expect(await station.client.line.scan({ code })).toMatchObject({ accepted: false });
    expect((await station.unit(code)).runHistory.map(({ outcome }) => outcome)).toEqual(["pass", "pass"]);
  });

  it("waits for the label of a unit that tells no serial number, and says why another code is none", async () => {
    await station.client.practice.plug({ slotId: "2", fault: "no-serial" });
    await until(
      () => station.slot("2"),
      ({ state }) => state === "scan",
    );
    const expected = { model: "SN-100", serialNumber: expect.any(String) };
    for (const [code, refusal] of [
      [tpmLot, "slot.lot-code"],
      ["4006381333931", "slot.unknown-code"],
      ["GW200000001", "slot.other-product"],
    ] as const)
      expect(await station.client.line.scan({ code })).toMatchObject({
        accepted: false,
        problem: { code: refusal },
        expected,
      });
    const order = { code: "010952123454321321SN109999999", serialNumbers: ["SN109999999"], slotId: "2" };
    expect(await station.client.line.scan(order)).toMatchObject({ accepted: true, slotId: "2" });
    expect(await station.verdict("2")).toMatchObject({ state: "pass", serialNumber: "SN109999999" });
    await station.takeOut("2");
  });

  it("takes the second unit of a lot of one for a full lot, and repeats the first", async () => {
    await station.client.lots.open({ lot: "JUST-ONE", recipe: "practice-sensor-x509", quantity: 1 });
    await station.client.lots.use({ lot: "JUST-ONE" });
    expect((await station.plugIn("1")).state).toBe("pass");
    expect(await station.plugIn("2")).toMatchObject({
      state: "fail",
      next: "call-engineer",
      problem: { code: "records.lot-full" },
    });
    await station.client.line.retry({ slotId: "1" });
    expect((await station.verdict("1")).state).toBe("pass");
    await station.takeOut("1");
    await station.takeOut("2");
    expect(await station.client.lots.current()).toMatchObject({ lot: "JUST-ONE", done: 1, quantity: 1 });
    await station.client.lots.use({ lot: x509Lot });
  });

  it("answers for what is not there with a code", async () => {
    await expect(station.client.units.get({ serialNumber: "NOBODY" })).rejects.toMatchObject({
      code: "api.unknown-unit",
    });
    await expect(station.client.lots.use({ lot: "NOWHERE" })).rejects.toMatchObject({ code: "api.unknown-lot" });
    await expect(station.client.lots.open({ lot: "X", recipe: "no-such", quantity: null })).rejects.toMatchObject({
      code: "recipe.unknown",
    });
    await expect(station.client.line.retry({ slotId: "99" })).rejects.toMatchObject({ code: "slot.unknown" });
    await expect(station.client.line.retry({ slotId: "3" })).rejects.toMatchObject({ code: "slot.empty" });
    await expect(station.manifest("NOWHERE", "csv")).rejects.toMatchObject({
      code: "api.unknown-lot",
      data: { sentence: expect.any(String) },
    });
  });
});

describe("a service that cannot be reached", () => {
  it("costs no PASS: the queue grows, the chip says so, and nothing is lost when it is back", async () => {
    await station.client.lots.use({ lot: x509Lot });
    await until(
      () => station.client.station.service(),
      ({ queued }) => queued === 0,
    );
    await station.client.practice.service({ reachable: false });
    const units = [
      await station.oneThatPasses("1"),
      await station.oneThatPasses("2"),
      await station.oneThatPasses("3"),
    ];
    const down = await until(
      () => station.client.station.service(),
      ({ queued, state }) => queued === 3 && state !== "ok",
    );
    expect(down).toMatchObject({ state: "unreachable", queued: 3, parked: 0, name: "practice-dps" });
    expect(down.code).toMatch(/^dps\./);
    expect((await station.slot("1")).enrollment).toBe("queued");
    await station.client.practice.service({ reachable: true });
    const up: ServiceStatus = await until(
      () => station.client.station.service(),
      ({ queued }) => queued === 0,
      60_000,
    );
    expect(up).toMatchObject({ state: "ok", parked: 0, code: null });
    for (const serialNumber of units) {
      expect((await station.unit(serialNumber)).enrollment).toBe("enrolled");
      await until(
        () => station.unit(serialNumber),
        ({ assignedHub }) => assignedHub !== null,
        60_000,
      );
    }
    expect((await station.slot("1")).enrollment).toBe("enrolled");
  });
});

describe("the events of a station", () => {
  it("begin with the whole present state, go on with what changes, and end with the subscriber", async () => {
    const stop = new AbortController();
    const seen: StationEvent[] = [];
    const listening = (async () => {
      for await (const some of await station.client.events.subscribe(undefined, { signal: stop.signal }))
        seen.push(...some);
    })();
    await until(
      () => Promise.resolve(seen.length),
      (length) => length >= 8,
    );
    const first = ["slot", "slot", "slot", "slot", "fixture", "service", "session", "lot"];
    expect(seen.slice(0, 8).map(({ type }) => type)).toEqual(first);
    const serialNumber = await station.oneThatPasses("1");
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
    await station.oneThatPasses("1");
    expect(seen).toHaveLength(before);
  });
});
