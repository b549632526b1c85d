import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { stayAwake } from "../../../../main/base/async/stay-awake.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setImmediate", "clearImmediate", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

it("has the loop turn again and again until it is told to stop", () => {
  const mayDoze = stayAwake(1_000);
  for (let turn = 0; turn < 5; turn += 1) {
    vi.advanceTimersToNextTimer();
    expect(vi.getTimerCount()).toBe(1);
  }
  mayDoze();
  expect(vi.getTimerCount()).toBe(0);
  mayDoze();
});

it("lets it sleep when the time is over", () => {
  const mayDoze = stayAwake(2);
  vi.advanceTimersByTime(3);
  expect(vi.getTimerCount()).toBe(0);
  mayDoze();
});
