import { describe, expect, it } from "vitest";
import { createVerifyStore } from "../../../../renderer/stores/verify-store.ts";
import { fakeClient } from "./fake-client.ts";

describe("verify store", () => {
  it("shows each check as it is made, and what came of all", async () => {
    const { station, client } = fakeClient();
    const serialNumber = station.line.plug("1", "none").serialNumber ?? expect.fail("no unit");
    await expect.poll(() => station.line.slot("1")?.state).toBe("pass");
    const store = createVerifyStore(() => client);
    const seen: number[] = [];
    store.subscribe(({ checks }) => seen.push(checks.length));
    await store.getState().start(serialNumber, "1");
    const { status, result, checks } = store.getState();
    expect({ status, outcome: result?.outcome }).toEqual({ status: "done", outcome: "pass" });
    expect(checks.length).toBeGreaterThan(0);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    store.getState().forget();
    expect(store.getState()).toMatchObject({ status: "idle", serialNumber: null, checks: [] });
    station.close();
  });

  it("stops when told to, and says why it could not be made", async () => {
    const { station, client } = fakeClient();
    const store = createVerifyStore(() => client);
    const going = store.getState().start("GW220000128", "1");
    store.getState().stop();
    await going;
    expect(store.getState().status).toBe("stopped");
    const away = createVerifyStore(() => {
      throw new Error("gone");
    });
    await away.getState().start("GW220000128", "1");
    expect(away.getState()).toMatchObject({ status: "failed", problem: { code: "screen.disconnected" } });
    station.close();
  });
});
