import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../../..");
const cache = join(root, "node_modules/.cache/touchmark-vm");
const minutes = 60_000;

/** In the order in which they need one another. TPM and 8250 are built in. */
const modules = [
  "drivers/usb/common/usb-common.ko",
  "drivers/usb/core/usbcore.ko",
  "drivers/usb/host/xhci-hcd.ko",
  "drivers/usb/host/xhci-pci.ko",
  "drivers/usb/serial/usbserial.ko",
  "drivers/usb/serial/ftdi_sio.ko",
  "drivers/usb/class/cdc-acm.ko",
  "drivers/usb/usbip/usbip-core.ko",
  "drivers/usb/usbip/vhci-hcd.ko",
];

export interface GuestKernel {
  readonly image: string;
  /** Module files, in the order in which they need one another. */
  readonly modules: readonly string[];
}

/** Debian's stock kernel, fetched but not installed; kept, as it is 70 MB. Rejects where it cannot be had. */
export async function guestKernel(): Promise<GuestKernel> {
  const { stdout } = await run("apt-cache", ["depends", "linux-image-amd64"], { timeout: minutes });
  const name = /Depends: (linux-image-\S+)/.exec(stdout)?.[1];
  if (name === undefined) throw new Error("apt-cache knows no kernel");
  const folder = join(cache, name);
  if (!existsSync(folder)) await fetchKernel(name, folder);
  return {
    image: join(folder, "vmlinuz"),
    modules: modules.map((module) => join(folder, basename(module))),
  };
}

async function fetchKernel(name: string, folder: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, "fetch-"));
  try {
    await run("apt-get", ["download", name], { cwd: work, timeout: 10 * minutes });
    const [archive = ""] = await readdir(work);
    const unpacked = join(work, "unpacked");
    await run("dpkg-deb", ["-x", archive, unpacked], { cwd: work, timeout: 5 * minutes });
    const [release = ""] = await readdir(join(unpacked, "lib/modules"));
    const kept = join(work, "kept");
    await mkdir(kept);
    await copyFile(join(unpacked, "boot", `vmlinuz-${release}`), join(kept, "vmlinuz"));
    for (const module of modules) {
      await copyFile(join(unpacked, "lib/modules", release, "kernel", module), join(kept, basename(module)));
    }
    // All at once, so that a cache is there whole or not at all.
    await rename(kept, folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
