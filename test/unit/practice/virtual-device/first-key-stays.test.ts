import { setImmediate as allThatIsDue } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { Deferred } from "../../../../main/base/async/deferred.ts";
import { DeviceCore } from "../../../../main/practice/virtual-device/device-core.ts";
import { KeyCommands } from "../../../../main/practice/virtual-device/key-commands.ts";

/** A device that has made a key has it only when the test says so: the first `ready` is that of the first plug. */
function deviceThatWaits() {
  const saved: string[] = [];
  const core = new DeviceCore({
    model: "SN-100",
    serialNumber: "SN100000001",
    tpm: undefined,
    capabilities: ["keys"],
    bufferBytes: 384,
    savedState: undefined,
    onStateChanged: (state) => saved.push(state),
  });
  const ready: Deferred<void>[] = [];
  const works: Promise<unknown>[] = [];
  vi.spyOn(core.clock, "measure").mockImplementation((work) => {
    const mine = new Deferred<void>();
    const made = Promise.all([work(), mine.promise]).then(([value]) => value);
    ready.push(mine);
    works.push(made);
    return made;
  });
  return { core, ready, works, saved };
}

describe("a practice device that is pulled while it makes its key, and plugged in again", () => {
  it.each([
    ["the plug before", 0],
    ["the new plug", 1],
  ])("keeps the key that is there first, that of %s", async (_, first) => {
    const { core, ready, works, saved } = deviceThatWaits();
    const answers = [new KeyCommands(core), new KeyCommands(core)].map((plug) => plug.generate("ec-p256"));
    expect(ready).toHaveLength(2);

    ready[first]?.resolve();
    await vi.waitFor(() => expect(core.state.key).toBeDefined());
    const kept = core.state.key;
    ready[1 - first]?.resolve();
    await Promise.all([...answers, ...works]);
    await allThatIsDue();

    expect(core.state.key).toBe(kept);
    expect(saved).toHaveLength(1);
    expect(new KeyCommands(core).read({ id: 1, off: 0 })).toMatchObject({ fields: { data: kept?.spki } });
  });
});
