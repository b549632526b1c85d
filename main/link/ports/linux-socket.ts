import { readdir, readFile, realpath } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";

/** Where Linux keeps what it knows of devices; others in tests. */
export interface SystemFolders {
  readonly sys: string;
  readonly dev: string;
}

export const systemFolders: SystemFolders = { sys: "/sys", dev: "/dev" };

/** What the kernel tells of a serial port on USB, at once and whether or not udev has looked at it yet. */
export interface LinuxSocket {
  /** Bus, hub ports and interface, e.g. `1-4.2:1.0`: the same for every device that is plugged in there. */
  readonly location: string;
  /** Another for every insertion. */
  readonly insertion: string;
  readonly manufacturer: string | undefined;
  readonly serialNumber: string | undefined;
  readonly vendorId: string | undefined;
  readonly productId: string | undefined;
}

/** Name of a USB interface in sysfs: bus-port.port:configuration.interface (Documentation/ABI/stable/sysfs-bus-usb). */
const interfacePattern = /^\d+-\d+(?:\.\d+)*:\d+\.\d+$/;
const longestFact = 256;

/** `undefined` for a port that is not on USB, or not there. `path` is the device's own name, such as `/dev/ttyACM0`. */
export async function linuxSocket(path: string, { sys }: SystemFolders): Promise<LinuxSocket | undefined> {
  const device = await realpath(join(sys, "class", "tty", basename(path), "device")).catch(() => "");
  const parts = device.split(sep);
  const at = parts.findLastIndex((part) => interfacePattern.test(part));
  const location = parts[at];
  if (location === undefined) return undefined;
  const usbDevice = dirname(parts.slice(0, at + 1).join(sep));
  const [manufacturer, serialNumber, vendorId, productId, bus, number] = await Promise.all(
    ["manufacturer", "serial", "idVendor", "idProduct", "busnum", "devnum"].map((name) => fact(join(usbDevice, name))),
  );
  const insertion = `${bus ?? ""}/${number ?? ""}`;
  return { location, insertion, manufacturer, serialNumber, vendorId, productId };
}

/** Names of the serial ports that the kernel has on USB: `ttyACM0`, `ttyUSB0`. */
export async function linuxUsbSerialNames({ sys }: SystemFolders): Promise<readonly string[]> {
  const names = await readdir(join(sys, "class", "tty")).catch(() => []);
  return names.filter((name) => /^tty(?:ACM|USB|XRUSB|WCH)\d+$/.test(name));
}

async function fact(path: string): Promise<string | undefined> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.trim().slice(0, longestFact) || undefined;
}

/** Links below `/dev/serial/by-path` by the device they lead to; of two names for one port the shorter, older form. */
export async function byPathLinks({ dev }: SystemFolders): Promise<ReadonlyMap<string, string>> {
  const folder = join(dev, "serial", "by-path");
  const names = await readdir(folder).catch(() => []);
  const links = new Map<string, string>();
  for (const name of names.toSorted((a, b) => b.length - a.length || b.localeCompare(a))) {
    const target = await realpath(join(folder, name)).catch(() => undefined);
    if (target !== undefined) links.set(target, join(folder, name));
  }
  return links;
}
