import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { VirtualDevice } from "../../../../main/practice/virtual-device/virtual-device.ts";
import type { LoadedRecipe } from "../../../../main/workflow/recipe/parse-recipe.ts";
import type { DeviceSession } from "../../../../main/device/device-session.ts";
import { nextAction, type SlotState, slotWord } from "../../../../main/workflow/slots/slot-state.ts";
import type { SlotPort, SlotWork } from "../../../../main/workflow/slots/slot.ts";
import { Slots } from "../../../../main/workflow/slots/slots.ts";
import { talkTo, testLot, type TestPlant, testPlant } from "../../../harness/test-plant.ts";

/** A place into which the test plugs devices. */
class TestPort implements SlotPort {
  readonly id: string;
  readonly name: string;
  #device: VirtualDevice | undefined;
  #session: DeviceSession | undefined;
  #listener: (present: boolean) => void = () => undefined;

  constructor(id: string) {
    this.id = id;
    this.name = id;
  }

  watch(listener: (present: boolean) => void): () => void {
    this.#listener = listener;
    return () => {
      this.#listener = () => undefined;
    };
  }

  openSession(): Promise<DeviceSession> {
    if (this.#device === undefined) return Promise.reject(new Error("nobody there"));
    this.#session = talkTo(this.#device);
    return Promise.resolve(this.#session);
  }

  plug(device: VirtualDevice): void {
    this.#device = device;
    this.#listener(true);
  }

  pull(): void {
    this.#device = undefined;
    void this.#session?.close();
    this.#listener(false);
  }
}

let home: TestPlant;
let recipe: LoadedRecipe;
let work: SlotWork | undefined;
let ports: [TestPort, TestPort];
let slots: Slots;
let changed: () => void;
let count = 0;

beforeAll(async () => {
  home = await testPlant();
  recipe = await home.recipe({ attestation: "x509" }, { product: { model: "SN-100", serialNumber: "SN[0-9]{1,9}" } });
});

beforeEach(() => {
  work = { lot: testLot, recipe };
  changed = () => undefined;
  ports = [new TestPort("1"), new TestPort("2")];
  slots = new Slots({ ports, plant: home.plant, work: () => work, onChange: () => changed() });
});

afterAll(() => home.close());

const newDevice = (own = true): VirtualDevice => {
  count += 1;
  return new VirtualDevice({ ...(own ? { serialNumber: `SN${count}` } : {}), model: "SN-100" });
};

/** Resolves with the slot's state as soon as the condition holds, looking at every change and never between. */
function when(id: string, condition: (state: SlotState) => boolean): Promise<SlotState> {
  const { promise, resolve } = Promise.withResolvers<SlotState>();
  const before = changed;
  changed = () => {
    before();
    const { state } = slots.get(id);
    if (condition(state)) resolve(state);
  };
  changed();
  return promise;
}

const finished = (state: SlotState): boolean => state.run !== null && state.run.outcome !== "running";

describe("a slot", () => {
  it("starts the unit that is plugged in and ends with its verdict", async () => {
    ports[0].plug(newDevice());
    expect(slotWord(slots.get("1").state)).toBe("running");
    expect(slotWord(await when("1", finished))).toBe("pass");
    await slots.close();
  });

  it("fails the unit that is pulled in the middle, and passes it when it is plugged in again", async () => {
    const device = newDevice();
    ports[0].plug(device);
    await when("1", ({ run }) => (run?.steps.length ?? 0) > 3);
    ports[0].pull();
    const state = await when("1", finished);
    expect(state.run?.error?.code).toBe("slot.pulled");
    expect(nextAction(state)).toBe("plug-in");
    ports[0].plug(device);
    await when("1", ({ run }) => run?.outcome === "running");
    expect(slotWord(await when("1", finished))).toBe("pass");
    await slots.close();
  });

  it("books nothing of a pulled unit on the one that is plugged in at once", async () => {
    const [first, second] = [newDevice(), newDevice()];
    ports[0].plug(first);
    await when("1", ({ run }) => (run?.steps.length ?? 0) > 3);
    ports[0].pull();
    ports[0].plug(second);
    const state = await when("1", ({ run }) => run?.outcome === "pass");
    expect(state.run?.serialNumber).toBe(second.serialNumber);
    expect((await home.records.units.get(first.serialNumber ?? ""))?.lastOutcome).toBe("fail");
    await slots.close();
  });

  it("is free in the moment it shows FAIL, with its failures counted: the second is for the red bin", async () => {
    const device = newDevice();
    device.fault = "unplugged-half-way";
    ports[0].plug(device);
    const first = await when("1", finished);
    expect([first.run?.error?.code, nextAction(first)]).toEqual(["link.lost", "reseat"]);
    device.fault = "unplugged-half-way";
    slots.get("1").start();
    const second = await when("1", (state) => finished(state) && state !== first);
    expect(nextAction(second)).toBe("red-bin");
    slots.get("1").start();
    await when("1", ({ run }) => run?.outcome === "running");
    expect(slotWord(await when("1", finished))).toBe("pass");
    await slots.close();
  });

  it("is free in the moment it shows PASS", async () => {
    ports[0].plug(newDevice());
    await when("1", finished);
    slots.get("1").start();
    expect(slotWord(slots.get("1").state)).toBe("running");
    await when("1", finished);
    await slots.close();
  });

  it("refuses a second start, an empty slot, a line without a lot", async () => {
    expect(() => slots.get("1").start()).toThrow("slot.empty");
    ports[0].plug(newDevice());
    await when("1", ({ run }) => run !== null);
    expect(() => slots.get("1").start()).toThrow("slot.busy");
    await when("1", finished);
    work = undefined;
    expect(() => slots.get("1").start()).toThrow("slot.no-lot");
    expect(() => slots.get("9")).toThrow("slot.unknown");
    await slots.close();
  });

  it("starts a unit that was there before the lot, and no unit that has had its run", async () => {
    work = undefined;
    ports[0].plug(newDevice());
    expect(nextAction(slots.get("1").state)).toBe("wait");
    work = { lot: testLot, recipe };
    slots.startFresh();
    await when("1", finished);
    slots.startFresh();
    expect(slots.get("1").isRunning).toBe(false);
    await slots.close();
  });

  it("starts nothing while it closes, and stops what runs", async () => {
    ports[0].plug(newDevice());
    await when("1", ({ run }) => (run?.steps.length ?? 0) > 1);
    ports[0].pull();
    ports[0].plug(newDevice());
    await slots.close();
    expect(slots.get("1").state.run?.outcome).toBe("fail");
    expect(() => slots.get("1").start()).toThrow("station.cancelled");
  });
});

describe("a scanned label", () => {
  const scan = (code: string): string => {
    const slot = slots.holding([code])?.slot ?? slots.waitingForLabel();
    slot.start(code);
    return slot.id;
  };

  it("starts the one unit that waits for it, and a second scan of it finds the slot busy", async () => {
    ports[0].plug(newDevice(false));
    expect(slotWord(await when("1", finished))).toBe("scan");
    expect(scan("SN900001")).toBe("1");
    expect(() => scan("SN900001")).toThrow("slot.busy");
    await when("1", ({ run }) => run?.outcome === "running");
    expect((await when("1", finished)).run).toMatchObject({ outcome: "pass", serialNumber: "SN900001" });
    await slots.close();
  });

  it("that is another code of the box is asked for again, and the right one is taken then", async () => {
    ports[0].plug(newDevice(false));
    await when("1", finished);
    scan("4006381333931");
    const refused = await when("1", (state) => state.run?.error?.code === "unit.wrong-label");
    expect([slotWord(refused), nextAction(refused)]).toEqual(["scan", "scan-label"]);
    scan("SN900002");
    expect((await when("1", ({ run }) => run?.outcome === "pass")).run?.serialNumber).toBe("SN900002");
    await slots.close();
  });

  it("is kept for a repeat, and forgotten when the unit is taken out", async () => {
    const device = newDevice(false);
    ports[0].plug(device);
    await when("1", finished);
    device.fault = "unplugged-half-way";
    scan("SN900003");
    await when("1", ({ run }) => run?.error?.code === "link.lost");
    slots.get("1").start();
    expect((await when("1", ({ run }) => run?.outcome === "pass")).run?.serialNumber).toBe("SN900003");
    ports[0].pull();
    ports[0].plug(newDevice(false));
    expect(slotWord(await when("1", (state) => state.needsScan))).toBe("scan");
    await slots.close();
  });

  it("of no unit here is refused, and so is one that two units wait for", async () => {
    expect(() => scan("SN900004")).toThrow("slot.none-waits");
    ports[0].plug(newDevice(false));
    ports[1].plug(newDevice(false));
    await Promise.all([when("1", finished), when("2", finished)]);
    expect(() => scan("SN900004")).toThrow("2 slots wait");
    await slots.close();
  });
});
