import { describe, expect, it, onTestFinished, vi } from "vitest";
import { memoryLinkPair } from "../../../main/link/memory-link.ts";
import { hear } from "../../contract/link-contract.ts";

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe("memory link pacing", () => {
  it("takes ten bits a byte", async () => {
    const { near, far } = memoryLinkPair("paced", { bitsPerSecond: 115_200 });
    const arrived = new Promise<number>((resolve) => {
      let length = 0;
      far.listen({
        onBytes: (bytes) => {
          length += bytes.length;
          if (length === 2304) resolve(performance.now());
        },
        onClosed: () => undefined,
      });
    });
    const started = performance.now();
    for (let index = 0; index < 18; index += 1) await near.write(new Uint8Array(128));
    const elapsed = (await arrived) - started;
    expect(elapsed).toBeGreaterThan(197);
    // A machine that has other things to do may look late.
    expect(elapsed).toBeLessThan(2000);
    await near.close();
  });

  it("holds a writer back when 4 KiB wait", async () => {
    const { near } = memoryLinkPair("slow", { bitsPerSecond: 1200 });
    let taken = 0;
    const writes = Array.from({ length: 7 }, () =>
      near.write(new Uint8Array(1024)).then(
        () => (taken += 1),
        () => undefined,
      ),
    );
    await pause(20);
    expect(taken).toBe(5);
    await near.close();
    await Promise.all(writes);
  });

  it("loses what is on the way when the plug is pulled", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const { near, far } = memoryLinkPair("cut", { bitsPerSecond: 9600 });
    const heard = hear(far);
    await near.write(new Uint8Array(100));
    await vi.advanceTimersByTimeAsync(100);
    await near.close();
    await new Promise(setImmediate);
    await vi.advanceTimersByTimeAsync(100);
    expect(heard.chunks).toEqual([]);
    expect(heard.ends.map((end) => end?.code)).toEqual(["link.lost"]);
  });
});
