import { afterAll, beforeAll, expect, it } from "vitest";
import type { DeviceSession } from "../../../../main/device/device-session.ts";
import { openSession } from "../../../../main/device/open-session.ts";
import type { Link } from "../../../../main/link/link.ts";
import { memoryLinkPair } from "../../../../main/link/memory-link.ts";
import { VirtualDevice } from "../../../../main/practice/virtual-device/virtual-device.ts";
import type { SlotPort } from "../../../../main/workflow/slots/slot.ts";
import type { SlotState } from "../../../../main/workflow/slots/slot-state.ts";
import { Slots } from "../../../../main/workflow/slots/slots.ts";
import { testLot, type TestPlant, testPlant } from "../../../harness/test-plant.ts";

/** A port of which a buffer keeps what the last unit still said, and gives it to whoever opens it next. */
class RememberingPort implements SlotPort {
  readonly id = "1";
  readonly name = "1";
  late = 0;
  #said: Uint8Array[] = [];
  #device: VirtualDevice | undefined;
  #far: Link | undefined;
  #listener: (present: boolean) => void = () => undefined;

  watch(listener: (present: boolean) => void): () => void {
    this.#listener = listener;
    return () => undefined;
  }

  async openSession(): Promise<DeviceSession> {
    const { near, far } = memoryLinkPair("1");
    const before = this.#said;
    this.#said = [];
    this.#far = far;
    for (const bytes of before) await far.write(bytes);
    this.late += before.length;
    const { address } = far;
    this.#device?.attach({
      address,
      isOpen: true,
      listen: (listener) => far.listen(listener),
      write: (bytes, signal) => {
        this.#said.push(bytes.slice());
        return far.write(bytes, signal);
      },
      close: () => far.close(),
    });
    return openSession("smp", near);
  }

  plug(device: VirtualDevice): void {
    this.#device = device;
    this.#listener(true);
  }

  /** The first half of its last word is still to come. */
  pull(): void {
    const last = this.#said.at(-1);
    if (last !== undefined) this.#said.push(last.subarray(0, last.length >> 1));
    void this.#far?.close();
    this.#listener(false);
  }
}

let home: TestPlant;
beforeAll(async () => {
  home = await testPlant();
});
afterAll(() => home.close());

it("books nothing of what the last unit said, when it arrives at the next one on the same port", async () => {
  const recipe = await home.recipe({ attestation: "x509" }, { product: { model: "LB-1", serialNumber: "LB[0-9]" } });
  const port = new RememberingPort();
  let changed: () => void = () => undefined;
  const slots = new Slots({
    ports: [port],
    plant: home.plant,
    work: () => ({ lot: testLot, recipe }),
    onChange: () => changed(),
  });
  const when = (condition: (state: SlotState) => boolean): Promise<SlotState> =>
    new Promise((resolve) => {
      changed = () => {
        const { state } = slots.get("1");
        if (condition(state)) resolve(state);
      };
      changed();
    });
  for (const number of [1, 2]) {
    port.plug(new VirtualDevice({ serialNumber: `LB${number}`, model: "LB-1" }));
    await when(({ run }) => run?.outcome === "running" && run.steps.length > 5);
    port.pull();
    await when(({ run }) => run?.outcome === "fail");
  }
  port.plug(new VirtualDevice({ serialNumber: "LB3", model: "LB-1" }));
  const { run } = await when((state) => state.run !== null && state.run.outcome !== "running");
  expect(port.late).toBeGreaterThan(6);
  expect([run?.outcome, run?.serialNumber]).toEqual(["pass", "LB3"]);
  for (const number of [1, 2]) {
    const unit = await home.records.units.get(`LB${number}`);
    expect(unit).toMatchObject({ lastOutcome: "fail", runs: 1 });
  }
  await slots.close();
});
