import { describe, expect, it } from "vitest";
import { createTeachingStore } from "../../../../renderer/stores/teaching-store.ts";
import { fakeClient } from "./fake-client.ts";

const teaching = (teachWithinMs?: number) => {
  const { station, client } = fakeClient(teachWithinMs === undefined ? {} : { teachWithinMs });
  return { station, client, store: createTeachingStore(() => client) };
};

describe("teaching store", () => {
  it("waits until a device is plugged in, then has the slot and its socket", async () => {
    const { station, store } = teaching();
    const taught = store.getState().teach("5");
    expect(store.getState()).toMatchObject({ status: "waiting", name: "5" });
    expect(Date.now() - store.getState().since).toBeLessThan(60_000);
    await store.getState().plugPracticeUnit();
    await taught;
    const { slot } = store.getState();
    expect(store.getState().status).toBe("taught");
    expect(slot).toMatchObject({ name: "5", port: { location: slot?.binding } });
    expect(station.line.slots().map(({ name }) => name)).toContain("5");
  });

  it("says that nothing was plugged in", async () => {
    const { store } = teaching(5);
    await store.getState().teach("5");
    expect(store.getState()).toMatchObject({ status: "failed", name: "5", problem: { code: "slot.teach-timeout" } });
  });

  it("is told to the station when it is cancelled, and forgets what it waited for", async () => {
    const { client, store } = teaching();
    const taught = store.getState().teach("5");
    store.getState().clear();
    await taught;
    expect(store.getState().status).toBe("idle");
    // The station is free again: another may teach.
    const next = client.setUp.teachSlot({ name: "6" });
    await client.setUp.plugPracticeUnit({});
    expect((await next).name).toBe("6");
  });

  it("says what the station refuses", async () => {
    const { client, store } = teaching();
    const first = client.setUp.teachSlot({ name: "6" });
    await store.getState().teach("5");
    expect(store.getState()).toMatchObject({ status: "failed", problem: { code: "slot.teach-busy" } });
    await client.setUp.plugPracticeUnit({});
    await first;
  });
});
