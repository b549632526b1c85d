import { afterEach, describe, expect, it, vi } from "vitest";
import { createPagedStore, type PageQuestion } from "../../../../renderer/stores/paged-store.ts";
import { createPolledStore } from "../../../../renderer/stores/polled-store.ts";

const nowhere = () => {
  throw new Error("no connection");
};

const listOf = (length: number) => Array.from({ length }, (_, index) => index);

const paged = (items: { all: readonly number[] }) => {
  const read = vi.fn(({ offset, limit }: PageQuestion) =>
    Promise.resolve({ items: items.all.slice(offset, offset + limit), total: items.all.length }),
  );
  return { read, store: createPagedStore(nowhere, read) };
};

describe("paged store", () => {
  afterEach(() => vi.useRealTimers());

  it("reads page by page", async () => {
    const { store } = paged({ all: listOf(120) });
    await store.getState().load();
    expect(store.getState()).toMatchObject({ total: 120, offset: 0, list: { status: "ready" } });
    await store.getState().setOffset(100);
    expect(store.getState().list.items).toEqual(listOf(120).slice(100));
  });

  it("reads again once for a burst of changes while on screen, and leaves a page that is empty now", async () => {
    vi.useFakeTimers();
    const items = { all: listOf(60) };
    const { read, store } = paged(items);
    store.getState().changed();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(read).not.toHaveBeenCalled();
    await store.getState().load();
    await store.getState().setOffset(50);
    items.all = listOf(20);
    for (let index = 0; index < 5; index += 1) store.getState().changed();
    await vi.advanceTimersByTimeAsync(1_000);
    store.getState().changed();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(store.getState()).toMatchObject({ offset: 0, total: 20 });
    store.getState().rest();
    const asked = read.mock.calls.length;
    store.getState().changed();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(read).toHaveBeenCalledTimes(asked);
  });

  it("asks about one thing, and forgets what was shown of another", async () => {
    const { read, store } = paged({ all: [1] });
    await store.getState().load("a");
    const loading = store.getState().load("b");
    expect(store.getState().list.items).toEqual([]);
    await loading;
    expect(read).toHaveBeenLastCalledWith({ offset: 0, limit: 50, about: "b" });
  });
});

describe("polled store", () => {
  afterEach(() => vi.useRealTimers());

  it("reads on until it rests, and stands still while it is held", async () => {
    vi.useFakeTimers();
    const read = vi.fn(() => Promise.resolve([1]));
    const store = createPolledStore(nowhere, read, 1_000);
    await store.getState().follow();
    await vi.advanceTimersByTimeAsync(2_500);
    expect(read).toHaveBeenCalledTimes(3);
    store.getState().hold(true);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(read).toHaveBeenCalledTimes(3);
    store.getState().rest();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(read).toHaveBeenCalledTimes(3);
    expect(store.getState().held).toBe(false);
  });
});
