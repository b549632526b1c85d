import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DeviceSession } from "../../../../main/device/device-session.ts";
import { VirtualDevice } from "../../../../main/practice/virtual-device/virtual-device.ts";
import type { SlotPort, SlotWork } from "../../../../main/workflow/slots/slot.ts";
import { nextAction, slotWord } from "../../../../main/workflow/slots/slot-state.ts";
import { Slots } from "../../../../main/workflow/slots/slots.ts";
import { talkTo, testLot, type TestPlant, testPlant } from "../../../harness/test-plant.ts";

class Socket implements SlotPort {
  readonly id = "1";
  readonly name = "1";
  #device: VirtualDevice | undefined;
  #listener: (present: boolean) => void = () => undefined;

  watch(listener: (present: boolean) => void): () => void {
    this.#listener = listener;
    listener(this.#device !== undefined);
    return () => undefined;
  }

  openSession(): Promise<DeviceSession> {
    return this.#device === undefined ? Promise.reject(new Error("empty")) : Promise.resolve(talkTo(this.#device));
  }

  put(device: VirtualDevice | undefined): void {
    this.#device = device;
    this.#listener(device !== undefined);
  }
}

let home: TestPlant;
let work: SlotWork;
let slots: Slots;
let socket: Socket;
let changed: () => void;
let count = 0;

beforeAll(async () => {
  home = await testPlant();
  const product = { model: "SL-1", serialNumber: "SL[0-9]{1,9}" };
  work = { lot: testLot, recipe: await home.recipe({ attestation: "x509" }, { product }) };
});
beforeEach(() => {
  changed = () => undefined;
  socket = new Socket();
  slots = new Slots({ ports: [socket], plant: home.plant, work: () => work, onChange: () => changed() });
});
afterEach(() => slots.close());
afterAll(() => home.close());

const unit = (): VirtualDevice => {
  count += 1;
  return new VirtualDevice({ serialNumber: `SL${count}`, model: "SL-1" });
};
const slot = () => slots.get("1");

function isOver(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  changed = () => {
    if (["pass", "fail"].includes(slotWord(slot().state))) resolve();
  };
  changed();
  return promise;
}

describe("a slot that is lent", () => {
  it("builds nothing of what is plugged in, and says so", async () => {
    const loan = slot().lend();
    expect(slotWord(slot().state)).toBe("off");
    socket.put(unit());
    await loan.arrived;
    expect(slot().isRunning).toBe(false);
    expect(slot().state).toMatchObject({ present: true, skipped: "verifying", run: null });
    expect(nextAction(slot().state)).toBe("wait");
    expect(() => slot().start()).toThrow(expect.objectContaining({ code: "slot.busy" }) as Error);
    slots.startFresh();
    expect(slot().isRunning).toBe(false);
    loan.end();
    loan.end();
    slots.startFresh();
    expect(slot().isRunning).toBe(false);
    expect(slot().state.skipped).toBeNull();
    expect(nextAction(slot().state)).toBe("reseat");
    socket.put(undefined);
    socket.put(unit());
    await isOver();
    expect(slot().state.run?.outcome).toBe("pass");
  });

  it("keeps the result of a unit that passed there before, and is lent once at a time", async () => {
    socket.put(unit());
    await isOver();
    const loan = slot().lend();
    expect(() => slot().lend()).toThrow(expect.objectContaining({ code: "slot.busy" }) as Error);
    loan.end();
    expect(slotWord(slot().state)).toBe("pass");
    slot().lend().end();
  });

  it("shows no result beside a unit that is not the one it was of", async () => {
    socket.put(unit());
    await isOver();
    socket.put(undefined);
    const loan = slot().lend();
    socket.put(unit());
    await loan.arrived;
    loan.end();
    expect([slotWord(slot().state), slot().state.run]).toEqual(["waiting", null]);
  });

  it("tells the borrower that the unit was pulled, and stays lent", async () => {
    socket.put(unit());
    await isOver();
    const loan = slot().lend();
    socket.put(undefined);
    expect(loan.signal.reason).toMatchObject({ code: "slot.pulled" });
    expect(slot().state).toMatchObject({ present: false, skipped: "verifying" });
    loan.end();
    expect(slot().state.skipped).toBeNull();
  });

  it("is not lent while a unit runs, and is called in when the station closes", async () => {
    const loan = slot().lend();
    await slots.close();
    expect(loan.signal.reason).toMatchObject({ code: "station.cancelled" });
    expect(() => slot().lend()).toThrow(expect.objectContaining({ code: "station.cancelled" }) as Error);
  });
});
