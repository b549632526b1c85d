import { beforeEach, describe, expect, it, vi } from "vitest";
import { keepAwake, type WakeLocks } from "../../../../renderer/frame/keep-awake.ts";
import { createLineStore, type LineStore } from "../../../../renderer/stores/line-store.ts";
import { aSlot } from "../a-slot.ts";

class FakeLocks implements WakeLocks {
  readonly held = new Set<{ released: boolean }>();
  asked = 0;
  refuses = false;

  async request() {
    this.asked += 1;
    await Promise.resolve();
    if (this.refuses) throw new DOMException("low battery", "NotAllowedError");
    const lock = {
      released: false,
      release: async () => {
        lock.released = true;
        this.held.delete(lock);
      },
    };
    this.held.add(lock);
    return lock;
  }

  /** As a browser does when the page is hidden. */
  takeAway(): void {
    for (const lock of this.held) lock.released = true;
    this.held.clear();
  }
}

class FakePage extends EventTarget {
  visibilityState: DocumentVisibilityState = "visible";

  show(state: DocumentVisibilityState): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

const settled = () => vi.waitFor(() => undefined).then(() => new Promise((resolve) => setTimeout(resolve, 0)));

describe("keep awake", () => {
  let locks: FakeLocks;
  let page: FakePage;
  let line: LineStore;
  beforeEach(() => {
    locks = new FakeLocks();
    page = new FakePage();
    line = createLineStore(() => {
      throw new Error("no station here");
    });
  });
  const begin = () => keepAwake(line, locks, page);
  const slot = async (state: "waiting" | "running") => {
    line.getState().replaceSlots([aSlot({ state }), aSlot({ id: "2" })]);
    await settled();
  };

  it("holds one lock while a slot is busy, and none when the line is idle", async () => {
    begin();
    await slot("waiting");
    expect(locks.asked).toBe(0);
    await slot("running");
    await slot("running");
    expect([locks.asked, locks.held.size]).toEqual([1, 1]);
    await slot("waiting");
    expect(locks.held.size).toBe(0);
  });

  it("takes the lock again when the page is seen again", async () => {
    begin();
    await slot("running");
    locks.takeAway();
    page.show("hidden");
    await settled();
    expect(locks.held.size).toBe(0);
    page.show("visible");
    await settled();
    expect(locks.held.size).toBe(1);
  });

  it("lets go of a lock that comes after the line went idle", async () => {
    begin();
    line.getState().replaceSlots([aSlot({ state: "running" })]);
    line.getState().replaceSlots([aSlot({ state: "waiting" })]);
    await settled();
    expect([locks.asked, locks.held.size]).toEqual([1, 0]);
  });

  it("asks once when it is refused, not at every event, and again after the line was idle", async () => {
    locks.refuses = true;
    begin();
    await slot("running");
    await slot("running");
    expect(locks.asked).toBe(1);
    await slot("waiting");
    await slot("running");
    expect(locks.asked).toBe(2);
  });

  it("lets go at its end", async () => {
    const end = begin();
    await slot("running");
    end();
    await settled();
    expect(locks.held.size).toBe(0);
  });

  it("does nothing in a browser without wake locks", async () => {
    keepAwake(line, undefined, page)();
    await slot("running");
    expect(locks.asked).toBe(0);
  });
});
