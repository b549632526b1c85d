import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { arch, platform } from "node:process";
import { describe, expect, it } from "vitest";
import { guestKernel } from "./host/guest-kernel.ts";
import { runGuest } from "./host/run-guest.ts";

const files = ["/usr/sbin/usbip", "/lib/systemd/systemd-udevd", "/usr/bin/udevadm", "/usr/bin/busybox"];
const commands = ["qemu-system-x86_64", "cpio", "swtpm", "swtpm_setup", "tpm2_readpublic", "apt-get", "dpkg-deb"];

const missing =
  platform === "linux" && arch === "x64"
    ? [
        ...files.filter((file) => !existsSync(file)),
        ...commands.filter((command) => spawnSync("which", [command]).status !== 0),
      ]
    : ["Linux on x64"];

/** What keeps the guest from being had here; a guest that is had and fails is a failure. */
async function obstacle(): Promise<string | undefined> {
  if (missing.length > 0) return missing.join(", ");
  return await guestKernel().then(
    () => undefined,
    (error: unknown) => String(error),
  );
}

const why = await obstacle();
const run = why === undefined ? await runGuest() : undefined;

/** The guest's tests become tests here: each is counted, with what failed in it. */
describe("on a real USB stack, in a guest", () => {
  if (run === undefined) {
    it.skip(`cannot be had here: ${why}`, () => undefined);
    return;
  }
  for (const { name, failure, skipped } of run.tests) {
    it.skipIf(skipped)(name, () => expect(failure).toBeUndefined());
  }
  it("came to its end, with every test in it", () => {
    expect(run.ended, run.console.slice(-4000)).toBe(0);
    expect(run.tests.length).toBeGreaterThan(30);
  });
});
