import { expect, it } from "vitest";
import { silentLog } from "../../../../main/base/log.ts";
import { readInfo } from "../../../../main/device/smp/os-group/info.ts";
import { SmpClient } from "../../../../main/device/smp/smp-client.ts";
import { SmpHabits } from "../../../../main/device/smp/smp-habits.ts";
import { smpConsoleFraming } from "../../../../main/link/smp-console/smp-console-framing.ts";
import { scriptedDevice } from "./scripted-device.ts";

/** The versions that a unit of version 1 only is asked in, when it says nothing to version 2. */
async function askedVersions(habits: SmpHabits, answersOnly: 0 | 1): Promise<readonly number[]> {
  const versions: number[] = [];
  const device = scriptedDevice(({ message }) => {
    versions.push(message.version);
    return message.version === answersOnly ? { output: "Zephyr" } : undefined;
  });
  const client = new SmpClient(device, {
    framing: smpConsoleFraming(),
    requestTimeoutMs: 50,
    habits,
    log: silentLog,
  });
  expect(await readInfo(client, "s")).toBe("Zephyr");
  await client.close();
  return versions;
}

it("speaks the old version at once after two units that answered nothing else, and comes back from it", async () => {
  const habits = new SmpHabits();
  expect(await askedVersions(habits, 0)).toEqual([1, 0]);
  expect(await askedVersions(habits, 0)).toEqual([1, 0]);
  expect(await askedVersions(habits, 0)).toEqual([0]);
  expect(await askedVersions(habits, 1)).toEqual([0, 1]);
  expect(await askedVersions(habits, 1)).toEqual([1]);
});

it("is not led astray by one lost request", async () => {
  const habits = new SmpHabits();
  expect(await askedVersions(habits, 0)).toEqual([1, 0]);
  expect(await askedVersions(habits, 1)).toEqual([1]);
  expect(await askedVersions(habits, 0)).toEqual([1, 0]);
  expect(habits.version).toBe(1);
});

it("offers no unit a message as long as one that was lost on its like", () => {
  const habits = new SmpHabits();
  const client = (): SmpClient =>
    new SmpClient(
      scriptedDevice(() => undefined),
      { framing: smpConsoleFraming(), requestTimeoutMs: 50, habits, log: silentLog },
    );
  const first = client();
  first.useBuffer(2048);
  const told = first.maximumMessage;
  expect(first.shrinkBuffer()).toBe(true);
  const next = client();
  next.useBuffer(2048);
  expect(next.maximumMessage).toBe(first.maximumMessage);
  expect(next.maximumMessage).toBeLessThan(told);
});
