import { describe, expect, it, vi } from "vitest";
import { watchPort } from "../../../main/link/watch-port.ts";
import { hasSocat, ptyCable } from "../../harness/pty-cable.ts";

describe.skipIf(!hasSocat)("watching a serial port's path", () => {
  it("tells of the plug, the pull and the next plug", async () => {
    const cable = await ptyCable();
    const told: boolean[] = [];
    const stop = watchPort(cable.path, (present) => told.push(present), { intervalMs: 20 });
    await vi.waitFor(() => expect(told).toEqual([true]));
    await cable.pull();
    await vi.waitFor(() => expect(told).toEqual([true, false]));
    const next = await cable.replug();
    await vi.waitFor(() => expect(told).toEqual([true, false, true]));
    stop();
    await next.dispose();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(told).toEqual([true, false, true]);
  });
});
