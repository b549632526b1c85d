import { afterAll, beforeAll, expect, it } from "vitest";
import type { DeviceSession } from "../../../../main/device/device-session.ts";
import { VirtualDevice } from "../../../../main/practice/virtual-device/virtual-device.ts";
import type { SlotPort } from "../../../../main/workflow/slots/slot.ts";
import { slotWord } from "../../../../main/workflow/slots/slot-state.ts";
import { Slots } from "../../../../main/workflow/slots/slots.ts";
import { talkTo, testLot, type TestPlant, testPlant } from "../../../harness/test-plant.ts";

let home: TestPlant;
beforeAll(async () => {
  home = await testPlant();
});
afterAll(() => home.close());

const faults = ["silent", "garbage"] as const;

/** Three of four slots hold a device that misbehaves; one of them never even opens. */
function portOf(index: number): SlotPort {
  const id = String(index + 1);
  const fault = index % 4 === 0 ? undefined : faults[index % 2];
  const device = new VirtualDevice({
    serialNumber: `TT${index}`,
    model: "TT-1",
    ...(fault === undefined ? {} : { fault }),
  });
  const openSession = (): Promise<DeviceSession> =>
    index === 31 ? new Promise(() => undefined) : Promise.resolve(talkTo(device));
  return {
    id,
    name: id,
    openSession,
    watch: (listener) => {
      listener(true);
      return () => undefined;
    },
  };
}

it("passes the good units of 32 slots whatever the bad ones do, and ends the bad ones when told", async () => {
  const recipe = await home.recipe({ attestation: "x509" }, { product: { model: "TT-1", serialNumber: "TT[0-9]+" } });
  const { promise: goodPassed, resolve } = Promise.withResolvers<void>();
  const isGood = (id: string): boolean => Number(id) % 4 === 1;
  let started = false;
  const slots: Slots = new Slots({
    ports: Array.from({ length: 32 }, (_, index) => portOf(index)),
    plant: home.plant,
    work: () => (started ? { lot: testLot, recipe } : undefined),
    onChange: () => {
      if (started && slots.all().every(({ id, state }) => !isGood(id) || slotWord(state) === "pass")) resolve();
    },
  });
  started = true;
  slots.startFresh();
  await goodPassed;
  const bad = slots.all().filter(({ id }) => !isGood(id));
  for (const slot of bad) slot.stop();
  await slots.close();
  for (const { state } of bad) expect(state.run?.error?.code).toMatch(/^(?:station\.cancelled|link\.)/);
});
