import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { within } from "../../../../main/base/async/within.ts";
import { baseErrors } from "../../../../main/base/errors/base-errors.ts";

const onTimeout = () => baseErrors.timedOut("too late");
const untilTold = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new Error("told to stop")), { once: true });
  });

describe("within", () => {
  it("says that the time ran out, whatever the task then fails with", async () => {
    await expect(within({ ms: 5, onTimeout }, untilTold)).rejects.toMatchObject({ code: "station.timed-out" });
  });

  it("lets the task's own failure through when somebody else stopped it", async () => {
    const outer = new AbortController();
    const running = within({ ms: 60_000, signal: outer.signal, onTimeout }, untilTold);
    outer.abort();
    await expect(running).rejects.toThrow("told to stop");
    await expect(
      within({ ms: 60_000, signal: outer.signal, onTimeout }, async (signal) => signal.aborted),
    ).resolves.toBe(true);
  });

  it("leaves neither timer nor listener behind: a station asks this a dozen times a unit", async () => {
    const outer = new AbortController();
    let inner: AbortSignal | undefined;
    await within({ ms: 20, signal: outer.signal, onTimeout }, (signal) => {
      inner = signal;
      return Promise.resolve();
    });
    expect(getEventListeners(outer.signal, "abort")).toHaveLength(0);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(inner?.aborted).toBe(false);
  });
});
