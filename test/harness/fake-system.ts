import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SystemFolders } from "../../main/link/ports/linux-socket.ts";

export interface FakeUsbSerial {
  /** Bus and hub ports, e.g. `1-4.2`. */
  readonly socket: string;
  /** Device's name, e.g. `ttyACM0`. */
  readonly name: string;
  readonly interfaceNumber?: number;
  readonly vendorId?: string;
  readonly productId?: string;
  readonly manufacturer?: string;
  readonly serialNumber?: string;
  /** The kernel's count on the bus. */
  readonly devnum?: number;
}

/**
 * A Linux system in a folder: sysfs and /dev as the kernel lays them out, and an `udevadm` that prints what is plugged in
 * (put `bin` first in PATH). Ports may be any files or links at `dev/NAME`.
 */
export class FakeSystem {
  readonly root = mkdtempSync(join(tmpdir(), "touchmark-system-"));
  readonly folders: SystemFolders = { sys: join(this.root, "sys"), dev: join(this.root, "dev") };
  readonly bin = join(this.root, "bin");

  constructor() {
    for (const folder of [join(this.folders.sys, "class", "tty"), join(this.folders.dev, "serial", "by-path")]) {
      mkdirSync(folder, { recursive: true });
    }
    mkdirSync(join(this.root, "udev"));
    mkdirSync(this.bin);
    writeFileSync(
      join(this.bin, "udevadm"),
      `#!/bin/sh\nfor f in "${this.root}"/udev/*; do [ -f "$f" ] && while IFS= read -r l; do printf '%s\\n' "$l"; done <"$f"; done; true\n`,
    );
    chmodSync(join(this.bin, "udevadm"), 0o755);
  }

  /** The kernel and udev learn of the device; its node is the caller's affair. Returns its path. */
  plug(device: FakeUsbSerial): string {
    const { socket, name, interfaceNumber = 0 } = device;
    const path = join(this.folders.dev, name);
    const usb = join(this.folders.sys, "devices", "pci0000:00", "0000:00:14.0", `usb${socket.split("-")[0]}`, socket);
    const usbInterface = join(usb, `${socket}:1.${interfaceNumber}`);
    mkdirSync(usbInterface, { recursive: true });
    const facts = {
      idVendor: device.vendorId ?? "2fe3",
      idProduct: device.productId ?? "0100",
      manufacturer: device.manufacturer ?? "Zephyr Project",
      serial: device.serialNumber ?? "",
      busnum: socket.split("-")[0] ?? "",
      devnum: String(device.devnum ?? 7),
    };
    for (const [fact, value] of Object.entries(facts)) writeFileSync(join(usb, fact), `${value}\n`);
    mkdirSync(join(this.folders.sys, "class", "tty", name), { recursive: true });
    symlinkSync(usbInterface, join(this.folders.sys, "class", "tty", name, "device"));
    writeFileSync(join(this.root, "udev", name), `P: /devices/${name}\nN: ${name}\nE: DEVNAME=${path}\n\n`);
    return path;
  }

  /** udev's own link to the port. */
  linkByPath(name: string, link: string): string {
    const path = join(this.folders.dev, "serial", "by-path", link);
    symlinkSync(`../../${name}`, path);
    return path;
  }

  pull(name: string): void {
    rmSync(join(this.root, "udev", name), { force: true });
    rmSync(join(this.folders.sys, "class", "tty", name), { recursive: true, force: true });
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
