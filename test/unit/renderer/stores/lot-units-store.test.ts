import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLotUnitsStore } from "../../../../renderer/stores/lot-units-store.ts";
import { fakeClient } from "./fake-client.ts";

describe("units of a lot", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("says of which prefix the rows are while another is typed", async () => {
    const { client } = fakeClient();
    const units = vi.fn<typeof client.lots.units>().mockResolvedValue({ units: [], total: 0 });
    const store = createLotUnitsStore(() => ({ ...client, lots: { ...client.lots, units } }));
    store.getState().load("L1");
    expect(store.getState().rowsOf).toBeNull();
    await vi.advanceTimersByTimeAsync(0);
    expect(store.getState().rowsOf).toBe("");
    store.getState().ask({ prefix: "GW2" });
    store.getState().changed();
    expect(store.getState()).toMatchObject({ prefix: "GW2", rowsOf: "" });
    await vi.advanceTimersByTimeAsync(250);
    expect(store.getState().rowsOf).toBe("GW2");
    expect(units.mock.calls.map(([question]) => question?.prefix)).toEqual(["", "GW2"]);
    store.getState().rest();
  });
});
