import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DeviceSession } from "../../../../main/device/device-session.ts";
import { VirtualDevice } from "../../../../main/practice/virtual-device/virtual-device.ts";
import type { LoadedRecipe } from "../../../../main/workflow/recipe/parse-recipe.ts";
import type { SlotPort, SlotWork } from "../../../../main/workflow/slots/slot.ts";
import { nextAction, type SkipReason, type SlotState, slotWord } from "../../../../main/workflow/slots/slot-state.ts";
import { Slots } from "../../../../main/workflow/slots/slots.ts";
import { talkTo, testLot, type TestPlant, testPlant } from "../../../harness/test-plant.ts";

/** A socket whose device may have to be left alone. */
class JudgedPort implements SlotPort {
  readonly id: string;
  readonly name: string;
  reason: SkipReason | null = null;
  opened = 0;
  device: VirtualDevice | undefined;
  #listener: (present: boolean) => void = () => undefined;

  constructor(id: string, device?: VirtualDevice) {
    this.id = id;
    this.name = id;
    this.device = device;
  }

  watch(listener: (present: boolean) => void): () => void {
    this.#listener = listener;
    listener(this.device !== undefined);
    return () => undefined;
  }

  openSession(): Promise<DeviceSession> {
    this.opened += 1;
    return this.device === undefined ? Promise.reject(new Error("empty")) : Promise.resolve(talkTo(this.device));
  }

  skipReason(recipe: LoadedRecipe | undefined): SkipReason | null {
    return recipe === undefined ? null : this.reason;
  }

  put(device: VirtualDevice | undefined): void {
    this.device = device;
    this.#listener(device !== undefined);
  }
}

let home: TestPlant;
let work: SlotWork | undefined;
let here: SlotWork;
let slots: Slots;
let port: JudgedPort;
let changed: () => void;
let count = 0;

beforeAll(async () => {
  home = await testPlant();
  const recipe = await home.recipe(
    { attestation: "x509" },
    { product: { model: "LA-1", serialNumber: "LA[0-9]{1,9}" } },
  );
  here = { lot: testLot, recipe };
});
beforeEach(() => {
  work = here;
  changed = () => undefined;
  port = new JudgedPort("1");
  slots = new Slots({ ports: [port], plant: home.plant, work: () => work, onChange: () => changed() });
});
afterEach(() => slots.close());
afterAll(() => home.close());

const unit = (): VirtualDevice => {
  count += 1;
  return new VirtualDevice({ serialNumber: `LA${count}`, model: "LA-1" });
};
const state = (id = "1"): SlotState => slots.get(id).state;

function when(condition: () => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const before = changed;
  changed = () => {
    before();
    if (condition()) resolve();
  };
  changed();
  return promise;
}

describe("what is plugged in and is none of ours", () => {
  it.each([
    ["port-not-allowed", "call-engineer"],
    ["other-device", "take-out"],
  ] as const)("is left alone (%s): never opened, muted, no failure", async (reason, next) => {
    port.reason = reason;
    port.put(unit());
    await Promise.resolve();
    expect([slotWord(state()), nextAction(state()), state().skipped, state().run]).toEqual(["off", next, reason, null]);
    expect(() => slots.get("1").start()).toThrow("slot.skipped");
    expect(port.opened).toBe(0);
    port.put(undefined);
    expect([slotWord(state()), state().skipped]).toEqual(["waiting", null]);
  });

  it("begins as soon as it may", async () => {
    port.reason = "port-not-allowed";
    port.put(unit());
    port.reason = null;
    slots.startFresh();
    expect(slotWord(state())).toBe("running");
    await when(() => slotWord(state()) === "pass");
  });

  it("keeps the verdict of a unit that had its run, whatever is allowed afterwards", async () => {
    port.put(unit());
    await when(() => slotWord(state()) === "pass");
    port.reason = "other-device";
    slots.startFresh();
    expect(slotWord(state())).toBe("pass");
    port.put(undefined);
    port.put(unit());
    expect(slotWord(state())).toBe("off");
  });

  it("is judged when there is a lot to build, not before", () => {
    work = undefined;
    port.reason = "other-device";
    port.put(unit());
    expect(slotWord(state())).toBe("waiting");
    work = here;
    slots.startFresh();
    expect(slotWord(state())).toBe("off");
  });
});

describe("a slot that comes while the station works", () => {
  it("does not build what taught it, but the next unit, or this one on a word", async () => {
    const taught = new JudgedPort("2", unit());
    await slots.put(taught);
    expect([state("2").present, slotWord(state("2"))]).toEqual([true, "waiting"]);
    slots.startFresh();
    expect(slotWord(state("2"))).toBe("waiting");
    slots.get("2").start();
    await when(() => slotWord(state("2")) === "pass");
    taught.put(undefined);
    taught.put(unit());
    expect(slotWord(state("2"))).toBe("running");
    await when(() => slotWord(state("2")) === "pass");
  });

  it("builds the first unit where none was there before", async () => {
    const empty = new JudgedPort("2");
    await slots.put(empty);
    empty.put(unit());
    expect(slotWord(state("2"))).toBe("running");
    await when(() => slotWord(state("2")) === "pass");
  });

  it("is not moved or forgotten while a unit runs in it, and unknown afterwards", async () => {
    port.put(unit());
    await expect(slots.put(new JudgedPort("1"))).rejects.toThrow("slot.busy");
    await expect(slots.remove("1")).rejects.toThrow("slot.busy");
    await when(() => slotWord(state()) === "pass");
    await slots.put(new JudgedPort("1"));
    expect(slotWord(state())).toBe("waiting");
    await slots.remove("1");
    expect(() => slots.get("1")).toThrow("slot.unknown");
    expect(slots.all()).toEqual([]);
  });
});
