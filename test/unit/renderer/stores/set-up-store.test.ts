import { afterEach, describe, expect, it, vi } from "vitest";
import type { PortView } from "../../../../main/api/contract/index.ts";
import { createSignInStore } from "../../../../renderer/stores/sign-in-store.ts";
import { createSetUpStore } from "../../../../renderer/stores/set-up-store.ts";
import { fakeClient } from "./fake-client.ts";

const setUp = () => {
  const { station, client } = fakeClient();
  const ports = vi.fn<typeof client.setUp.ports>((...input) => client.setUp.ports(...input));
  const spied = new Proxy(client.setUp, {
    get: (calls, name) => (name === "ports" ? ports : Reflect.get(calls, name)),
  });
  const source = new Proxy(client, { get: (topics, name) => (name === "setUp" ? spied : Reflect.get(topics, name)) });
  return {
    station,
    ports,
    store: createSetUpStore(
      () => source,
      createSignInStore(
        () => source,
        () => undefined,
      ),
    ),
  };
};

/** A port that the fake station has. */
const portOf = (items: readonly PortView[], location: string): PortView =>
  items.find((port) => port.location === location) ?? expect.fail(location);

describe("set-up store", () => {
  afterEach(() => vi.useRealTimers());

  it("reads slots, ports and roots", async () => {
    const { store } = setUp();
    const loading = store.getState().load();
    expect(store.getState().slots.status).toBe("loading");
    await loading;
    const { slots, ports, roots } = store.getState();
    expect([slots.status, ports.status, roots.status]).toEqual(["ready", "ready", "ready"]);
    expect(slots.items.map(({ name, binding }) => `${name} at ${binding}`)).toContain("2 at 1-1.2");
    expect(slots.items.find(({ name }) => name === "2")?.port).toBeNull();
    expect(portOf(ports.items, "1-1.1").slot).toBe("1");
  });

  it("shows the list as the station answers a press, not as it was pressed", async () => {
    const { station, store } = setUp();
    await store.getState().load();
    await store.getState().allowPort(portOf(store.getState().ports.items, "1-1.1"), false);
    expect(portOf(store.getState().ports.items, "1-1.1").allowed).toBe(false);
    expect(station.line.slot("1")).toMatchObject({ state: "off", skipped: "port-not-allowed" });
    expect(await store.getState().forgetSlot("1")).toBeNull();
    expect(store.getState().slots.items.map(({ id }) => id)).toEqual(["2", "3", "4"]);
  });

  it("says what was refused and keeps what it shows", async () => {
    const { store } = setUp();
    await store.getState().load();
    expect(await store.getState().removeRoot("00")).toMatchObject({ code: "pki.not-trusted" });
    expect(store.getState().roots.status).toBe("ready");
  });

  it("says what could not be read, and reads it again", async () => {
    const { ports, store } = setUp();
    ports.mockRejectedValueOnce(new Error("socket gone"));
    await store.getState().load();
    expect(store.getState().ports).toMatchObject({ status: "failed", problem: { code: "screen.disconnected" } });
    await store.getState().load();
    expect(store.getState().ports).toMatchObject({ status: "ready", problem: null });
  });

  it("reads again once for a burst of changes, only while it is on screen", async () => {
    vi.useFakeTimers();
    const { ports, store } = setUp();
    store.getState().changed();
    await vi.advanceTimersByTimeAsync(1000);
    expect(ports).not.toHaveBeenCalled();
    await store.getState().load();
    for (let index = 0; index < 5; index += 1) store.getState().changed();
    await vi.advanceTimersByTimeAsync(1000);
    expect(ports).toHaveBeenCalledTimes(2);
    store.getState().changed();
    store.getState().rest();
    await vi.advanceTimersByTimeAsync(1000);
    expect(ports).toHaveBeenCalledTimes(2);
  });

  it("shows the answer to the last question, not the one that came last", async () => {
    const { ports, store } = setUp();
    const first = Promise.withResolvers<PortView[]>();
    ports.mockReturnValueOnce(first.promise);
    const slow = store.getState().load();
    await store.getState().load();
    first.resolve([]);
    await slow;
    expect(store.getState().ports.items.length).toBeGreaterThan(0);
  });
});
