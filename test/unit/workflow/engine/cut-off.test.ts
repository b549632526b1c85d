import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { baseErrors } from "../../../../main/base/errors/base-errors.ts";
import { cutOff } from "../../../../main/workflow/engine/cut-off.ts";

const onTimeout = () => baseErrors.timedOut("too long");
const never = new AbortController().signal;

describe("cutOff", () => {
  it("gives up a task that heeds nothing, and says that its time ran out", async () => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    let ended = "";
    cutOff({ ms: 20, signal: never, onTimeout, graceMs: 200 }, () => new Promise(() => undefined)).catch(
      ({ code }: { readonly code: string }) => (ended = code),
    );
    await vi.advanceTimersByTimeAsync(219);
    expect(ended).toBe("");
    await vi.advanceTimersByTimeAsync(1);
    expect(ended).toBe("station.timed-out");
  });

  it("lets what was nearly done end as it ends: a commit at the last moment is no failure", async () => {
    const task = () => delay(80).then(() => "committed");
    expect(await cutOff({ ms: 20, signal: never, onTimeout, graceMs: 200 }, task)).toBe("committed");
  });

  it("ends with the outer signal, and hands over what comes too late", async () => {
    const stop = new AbortController();
    const late: string[] = [];
    const task = () => delay(60).then(() => "late");
    const cut = cutOff(
      { ms: 60_000, signal: stop.signal, onTimeout, graceMs: 20, onLate: (value) => late.push(value) },
      task,
    );
    stop.abort();
    await expect(cut).rejects.toMatchObject({ code: "station.cancelled" });
    await delay(100);
    expect(late).toEqual(["late"]);
  });

  it("drops a failure that comes too late without a word of its own", async () => {
    const stop = new AbortController();
    stop.abort();
    const task = () => delay(60).then(() => Promise.reject(new Error("late")));
    await expect(cutOff({ ms: 60_000, signal: stop.signal, onTimeout, graceMs: 20 }, task)).rejects.toMatchObject({
      code: "station.cancelled",
    });
    await delay(100);
  });
});
