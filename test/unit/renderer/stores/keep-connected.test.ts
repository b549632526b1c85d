import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { StationClient } from "../../../../renderer/client/station-client.ts";
import type { StationLink } from "../../../../renderer/client/station-link.ts";
import { followStation } from "../../../../renderer/stores/follow-station.ts";
import { keepConnected } from "../../../../renderer/stores/keep-connected.ts";
import { createStores } from "../../../../renderer/stores/stores.ts";
import { fakeClient } from "./fake-client.ts";

/** A page with stores, on links that the test cuts. */
function page(client: () => StationClient, options: { heartbeatMs?: number } = {}) {
  const stores = createStores();
  const over = new AbortController();
  const links: { cut: () => void }[] = [];
  let refuse = 0;
  const connect = async (): Promise<StationLink> => {
    if (refuse > 0) {
      refuse -= 1;
      throw new Error("not there");
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    links.push({ cut: resolve });
    return { client: client(), closed: promise, close: resolve };
  };
  const running = keepConnected({
    connect,
    connection: stores.connection,
    follow: (station, signal, ready) => followStation(stores, station, signal, ready),
    signal: over.signal,
    pauseMs: () => 20,
    ...options,
  });
  const stop = async () => {
    over.abort();
    for (const link of links) link.cut();
    await running;
  };
  return { stores, links, stop, refuseNext: (times: number) => void (refuse = times) };
}

const ends: (() => unknown)[] = [];
// Slots are shown by the frame, and there is no screen here.
beforeEach(() => {
  vi.stubGlobal("requestAnimationFrame", (task: () => void) => setTimeout(task));
  vi.stubGlobal("cancelAnimationFrame", clearTimeout);
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

describe("keepConnected and followStation", () => {
  it("shows the present state, then every event", async () => {
    const { station, client } = fakeClient();
    const { stores, stop } = page(() => client);
    ends.push(stop, () => station.close());
    await expect.poll(() => stores.connection.getState().status).toBe("connected");
    expect(stores.line.getState().slots).toHaveLength(4);
    expect(stores.lots.getState().current?.lot).toBe("PRACTICE-1");
    expect(stores.station.getState().info?.mode).toBe("practice");
    station.line.plug("2", "none");
    await expect.poll(() => stores.line.getState().slots[1]?.state).toBe("pass");
    await expect.poll(() => stores.lots.getState().current?.done).toBe(1);
  });

  it("says that it is lost, keeps trying, and reads everything anew", async () => {
    const first = fakeClient();
    const second = fakeClient({ slots: 2 });
    const clients = [first.client, second.client];
    const { stores, links, stop, refuseNext } = page(() => clients.shift() ?? second.client);
    ends.push(
      stop,
      () => first.station.close(),
      () => second.station.close(),
    );
    await expect.poll(() => stores.connection.getState().status).toBe("connected");
    refuseNext(2);
    links[0]?.cut();
    await expect.poll(() => stores.connection.getState()).toMatchObject({ status: "lost", client: null });
    expect(stores.line.getState().slots).toHaveLength(4);
    await expect.poll(() => stores.connection.getState().status).toBe("connected");
    expect(stores.line.getState().slots).toHaveLength(2);
  });

  it("reads again by itself what was cut off with the connection", async () => {
    const { station, client } = fakeClient();
    const cut = Promise.withResolvers<never>();
    let cutOff = true;
    const half = new Proxy(client, {
      get: (whole, room) =>
        room === "setUp"
          ? new Proxy(whole.setUp, {
              get: (calls, call) => (call === "ports" && cutOff ? () => cut.promise : Reflect.get(calls, call)),
            })
          : Reflect.get(whole, room),
    });
    const { stores, links, stop } = page(() => half);
    ends.push(stop, () => station.close());
    await expect.poll(() => stores.connection.getState().status).toBe("connected");
    const loading = stores.setUp.getState().load();
    links[0]?.cut();
    cutOff = false;
    // Heard late, when the next connection is there already.
    await expect.poll(() => links.length).toBe(2);
    await expect.poll(() => stores.connection.getState().status).toBe("connected");
    stores.setUp.getState().rest();
    cut.reject(new Error("closed"));
    await loading;
    await expect.poll(() => stores.setUp.getState().ports.status).toBe("ready");
  });

  it("finds a station that no longer answers", async () => {
    const { station, client } = fakeClient();
    let silent = false;
    const service: StationClient["station"]["service"] = async (input, options) => {
      if (silent) await sleep(10_000, undefined, options?.signal === undefined ? {} : { signal: options.signal });
      return client.station.service(input, options);
    };
    // A client is a proxy, which nothing can be copied from.
    const half = new Proxy(client, {
      get: (whole, room) => (room === "station" ? { info: whole.station.info, service } : Reflect.get(whole, room)),
    });
    const { stores, stop } = page(() => half, { heartbeatMs: 40 });
    ends.push(stop, () => station.close());
    await expect.poll(() => stores.connection.getState().status).toBe("connected");
    silent = true;
    await expect.poll(() => stores.connection.getState().status).toBe("lost");
  });

  it("stays at connecting until it was reached once", async () => {
    const { station, client } = fakeClient();
    const { stores, stop, refuseNext } = page(() => client);
    refuseNext(3);
    ends.push(stop, () => station.close());
    expect(stores.connection.getState().status).toBe("connecting");
    await expect.poll(() => stores.connection.getState().status).toBe("connected");
  });

  it("ends when the page does", async () => {
    const { station, client } = fakeClient();
    const { stores, stop } = page(() => client);
    await expect.poll(() => stores.connection.getState().status).toBe("connected");
    await stop();
    station.close();
    expect(stores.connection.getState().client).toBeNull();
  });
});
