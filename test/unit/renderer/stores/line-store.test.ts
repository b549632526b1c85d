import { afterEach, describe, expect, it, vi } from "vitest";
import { cleanCode, createLineStore } from "../../../../renderer/stores/line-store.ts";
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

  it("keeps what a scanner adds out of the code", () => {
    expect(cleanCode("\u0002 GW22\u001d0000128\t\n")).toBe("GW220000128");
    expect(cleanCode("x".repeat(400))).toHaveLength(256);
  });
});
