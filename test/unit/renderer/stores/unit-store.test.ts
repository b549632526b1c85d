import { describe, expect, it } from "vitest";
import { createUnitStore } from "../../../../renderer/stores/unit-store.ts";
import { fakeClient } from "./fake-client.ts";

describe("unit store", () => {
  it("reads a unit, and again when the station says it changed", async () => {
    const { station, client } = fakeClient();
    const serialNumber = station.line.plug("1", "silent").serialNumber ?? expect.fail("no unit");
    const store = createUnitStore(() => client);
    await store.getState().open(serialNumber);
    expect(store.getState()).toMatchObject({ status: "ready", unit: { lastOutcome: "running" } });
    await expect.poll(() => station.line.slot("1")?.state).toBe("fail");
    store.getState().unitChanged("another");
    store.getState().unitChanged(serialNumber);
    await expect.poll(() => store.getState().unit?.lastOutcome).toBe("fail");
    station.close();
  });

  it("fails with the station's problem for a unit nobody knows", async () => {
    const store = createUnitStore(() => fakeClient().client);
    await store.getState().open("NOPE");
    expect(store.getState()).toMatchObject({ status: "failed", unit: null, problem: { code: "records.no-unit" } });
  });

  it("keeps what it showed when asking the service fails", async () => {
    const { station, client } = fakeClient();
    const serialNumber = station.line.plug("1", "none").serialNumber ?? expect.fail("no unit");
    let away = false;
    const store = createUnitStore(() => {
      if (away) throw new Error("gone");
      return client;
    });
    await store.getState().open(serialNumber);
    away = true;
    await store.getState().refresh();
    expect(store.getState()).toMatchObject({ status: "ready", refreshing: false, unit: { serialNumber } });
    expect(store.getState().problem?.code).toBe("screen.disconnected");
    station.close();
  });
});
