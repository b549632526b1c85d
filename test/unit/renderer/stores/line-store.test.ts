import { afterEach, describe, expect, it, vi } from "vitest";
import { slotCode } from "../../../../main/label/slot-cards/slot-code.ts";
import { createLineStore } from "../../../../renderer/stores/line-store.ts";
import { fakeClient } from "./fake-client.ts";

describe("line store", () => {
  const { station, client } = fakeClient();
  afterEach(() => station.close());

  it("shows a slot only as the station's event says it", async () => {
    const store = createLineStore(() => client);
    store.getState().replaceSlots(station.line.slots());
    await store.getState().plug("1", "none");
    expect(store.getState().slots[0]?.state).toBe("waiting");
    const slot = station.line.slot("1") ?? expect.fail("no slot");
    store.getState().putSlots([slot]);
    expect(store.getState().slots[0]?.state).toBe("running");
    expect(store.getState().slots.map(({ id }) => id)).toEqual(["1", "2", "3", "4"]);
  });

  it("says why a scan was refused, with the code", async () => {
    const store = createLineStore(() => client);
    await store.getState().scan("GW220000777\r\n");
    expect(store.getState().notice).toMatchObject({
      kind: "scan",
      subject: "GW220000777",
      accepted: false,
      problem: { code: "slot.none-waits" },
    });
  });

  it("says why a press was refused, and frees the slot", async () => {
    const store = createLineStore(() => fakeClient({ lot: null }).client);
    store.getState().replaceSlots(station.line.slots());
    const pressed = store.getState().plug("2", "none");
    expect(store.getState().busy.has("2")).toBe(true);
    await pressed;
    expect(store.getState().busy.size).toBe(0);
    expect(store.getState().notice).toMatchObject({
      kind: "press",
      subject: "2",
      problem: { code: "workflow.no-lot" },
    });
  });

  it("sends one call however often the same slot is pressed", async () => {
    const plug = vi.spyOn(station.line, "plug");
    const store = createLineStore(() => client);
    await Promise.all([store.getState().plug("3", "none"), store.getState().plug("3", "none")]);
    expect(plug).toHaveBeenCalledTimes(1);
  });

  it("says that the station is away when there is no connection", async () => {
    const store = createLineStore(() => {
      throw new Error("no connection");
    });
    await store.getState().retry("1");
    expect(store.getState().notice?.problem?.code).toBe("screen.disconnected");
  });

  it("reads labels, chooses the slot whose own code comes first, and says what was expected", async () => {
    const { station: other, client: line } = fakeClient();
    const store = createLineStore(
      () => line,
      () => ({ prefix: "~", suffix: "" }),
    );
    other.line.plug("1", "no-serial");
    other.line.plug("2", "no-serial");
    store.getState().replaceSlots(other.line.slots());
    await store.getState().scan("~]d2010952123454321321GW220000777");
    expect(store.getState().notice).toMatchObject({
      accepted: false,
      problem: { code: "slot.which-slot" },
      expected: { model: "GW-200" },
    });
    await store.getState().scan("SLOT:2");
    expect([store.getState().chosen, store.getState().notice?.slotName]).toEqual(["2", "2"]);
    await store.getState().scan("PRACTICE-1");
    expect(store.getState()).toMatchObject({ chosen: "2", notice: { problem: { code: "slot.lot-code" } } });
    await store.getState().scan("\u0002 GW22\u001d0000777\t\n");
    expect(store.getState()).toMatchObject({ chosen: null, notice: { accepted: true, slotName: "2" } });
    expect(other.line.slot("2")).toMatchObject({ state: "running", serialNumber: "GW220000777" });
    await store.getState().scan("SLOT:99");
    expect(store.getState().notice).toMatchObject({ accepted: false, slotName: null });
    other.close();
  });

  it("prints the label that did not come out when the slot's own code is scanned, and chooses the slot where it did", async () => {
    const printed: string[] = [];
    const print = ({ serialNumber }: { serialNumber: string }) => {
      printed.push(serialNumber);
      return Promise.resolve({ template: "unit@1", printer: "zebra", copies: 1 });
    };
    const store = createLineStore(() => ({ ...client, labels: { ...client.labels, print } }));
    const [slot = expect.fail("no slot")] = station.line.slots();
    const passed = { ...slot, state: "pass" as const, serialNumber: "GW220000001", present: false };
    store.getState().replaceSlots([{ ...passed, label: { state: "failed", problem: null } }]);
    await store.getState().scan(slotCode(slot.name));
    expect([printed, store.getState().chosen]).toEqual([["GW220000001"], null]);
    store.getState().replaceSlots([{ ...passed, label: { state: "printed", problem: null } }]);
    await store.getState().scan(slotCode(slot.name));
    expect([printed.length, store.getState().chosen]).toEqual([1, slot.id]);
  });
});
