import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { UnitRow } from "../../../../main/api/contract/index.ts";
import { createUnitsStore } from "../../../../renderer/stores/units-store.ts";
import { fakeClient } from "./fake-client.ts";

const row = (serialNumber: string, runs = 1): UnitRow => ({
  serialNumber,
  model: "GW-200",
  lot: "L1",
  state: "new",
  registrationId: null,
  enrollment: null,
  assignedHub: null,
  runs,
  lastOutcome: null,
  updatedAt: "2026-01-01T00:00:00Z",
});

/** A client whose list answers when told. */
function listing() {
  const { client } = fakeClient();
  const list = vi.fn<typeof client.units.list>();
  const source = () => ({ ...client, units: { ...client.units, list } }) as typeof client;
  return { list, store: createUnitsStore(source) };
}

describe("units store", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("asks once for a word typed letter by letter", async () => {
    const { list, store } = listing();
    list.mockResolvedValue({ units: [row("A")], total: 1 });
    for (const typed of ["G", "GW", "GW2"]) store.getState().setSearch(typed);
    await vi.advanceTimersByTimeAsync(250);
    expect(list).toHaveBeenCalledTimes(1);
    expect(list.mock.calls[0]?.[0]).toMatchObject({ search: "GW2", offset: 0 });
    expect(store.getState().rows).toHaveLength(1);
  });

  it("shows what a new search found, though a unit changed while it was looked for", async () => {
    const { list, store } = listing();
    list.mockResolvedValueOnce({ units: [row("OLD")], total: 1 });
    await store.getState().reload();
    const found = Promise.withResolvers<{ units: UnitRow[]; total: number }>();
    list.mockReturnValueOnce(found.promise).mockResolvedValueOnce({ units: [row("NEW")], total: 1 });
    store.getState().setSearch("N");
    await vi.advanceTimersByTimeAsync(250);
    store.getState().unitChanged();
    await vi.advanceTimersByTimeAsync(500);
    found.resolve({ units: [row("NEW")], total: 1 });
    await vi.advanceTimersByTimeAsync(0);
    expect(store.getState().rows.map(({ serialNumber }) => serialNumber)).toEqual(["NEW"]);
    expect(store.getState().newer).toBe(0);
  });

  it("shows the answer to the last question, not the one that came last", async () => {
    const { list, store } = listing();
    const first = Promise.withResolvers<{ units: UnitRow[]; total: number }>();
    list.mockReturnValueOnce(first.promise).mockResolvedValueOnce({ units: [row("NEW")], total: 1 });
    const slow = store.getState().reload();
    await store.getState().reload();
    first.resolve({ units: [row("OLD")], total: 1 });
    await slow;
    expect(store.getState().rows[0]?.serialNumber).toBe("NEW");
  });

  it("brings rows up to date where they are and only counts newer ones", async () => {
    const { list, store } = listing();
    list.mockResolvedValueOnce({ units: [row("B"), row("A")], total: 2 });
    await store.getState().reload();
    list.mockResolvedValueOnce({ units: [row("C"), row("A", 2), row("B")], total: 3 });
    for (let index = 0; index < 5; index += 1) store.getState().unitChanged();
    await vi.advanceTimersByTimeAsync(500);
    expect(list).toHaveBeenCalledTimes(2);
    expect(store.getState().rows.map(({ serialNumber, runs }) => `${serialNumber}${runs}`)).toEqual(["B1", "A2"]);
    expect(store.getState().newer).toBe(1);
  });

  it("keeps quiet while the list is not on screen", async () => {
    const { list, store } = listing();
    list.mockResolvedValue({ units: [], total: 0 });
    await store.getState().reload();
    store.getState().rest();
    store.getState().unitChanged();
    await vi.advanceTimersByTimeAsync(1000);
    expect(list).toHaveBeenCalledTimes(1);
  });

  it("says what failed", async () => {
    const { list, store } = listing();
    list.mockRejectedValue(new Error("socket gone"));
    await store.getState().reload();
    expect(store.getState()).toMatchObject({ status: "failed", problem: { code: "screen.disconnected" } });
  });
});
