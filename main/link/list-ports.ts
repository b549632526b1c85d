import { join } from "node:path";
import { platform } from "node:process";
import { untilAborted } from "../base/async/until-aborted.ts";
import { keepListing } from "./ports/keep-listing.ts";
import { listUsbDevices } from "./usb-link/list-usb-devices.ts";
import {
  byPathLinks,
  linuxSocket,
  linuxUsbSerialNames,
  type SystemFolders,
  systemFolders,
} from "./ports/linux-socket.ts";

/** A port or device a person could mean. `vendorId` and `productId` are four lower-case hexadecimal digits. */
export interface PortInfo {
  readonly kind: "serial" | "usb";
  /** What `openLink` takes: a serial path, or `usb:` and the location. */
  readonly path: string;
  readonly manufacturer?: string;
  readonly serialNumber?: string;
  readonly vendorId?: string;
  readonly productId?: string;
  /**
   * Where it is plugged in, as the system numbers its buses and ports; the same for every device in that socket. On Linux
   * `1-4.2` is a USB device on bus 1, port 4 of the root and port 2 of the hub there; its serial ports add the interface: `1-4.2:1.0`.
   */
  readonly location?: string;
  /** Linux: udev's link to the serial port, which names the socket too. */
  readonly byPath?: string;
  /** Another text after every insertion, also of the same device; left out where the system does not count. */
  readonly insertion?: string;
}

type Fact = Exclude<keyof PortInfo, "kind" | "path">;

/** What we take from the package `serialport`. */
interface ListedPort {
  readonly path: string;
  readonly manufacturer?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly locationId?: string | undefined;
}

/** Should udev be stuck, the kernel still knows what is on USB. */
const udevWithinMs = 3000;

/**
 * Serial ports, then USB devices. A machine without a USB bus, without udev or without a native part lists what it
 * has: nothing of that kind. A list that does not come within 5 s counts as empty.
 */
export const listPorts = (folders: SystemFolders = systemFolders): Promise<readonly PortInfo[]> =>
  portLister(folders)();

/** The same for whoever asks again and again: a kind that cannot be listed for a moment is as it was. */
export function portLister(folders: SystemFolders = systemFolders): () => Promise<readonly PortInfo[]> {
  const kinds = [keepListing(() => listSerialPorts(folders)), keepListing(listUsbPorts)];
  return async () => (await Promise.all(kinds.map((list) => list()))).flat();
}

async function listSerialPorts(folders: SystemFolders): Promise<readonly PortInfo[]> {
  const { SerialPort } = await import("serialport");
  const onLinux = platform === "linux";
  const ports: readonly ListedPort[] = onLinux
    ? await untilAborted(SerialPort.list(), AbortSignal.timeout(udevWithinMs)).catch(() => linuxSerialPorts(folders))
    : await SerialPort.list();
  const links = onLinux ? await byPathLinks(folders) : new Map<string, string>();
  return Promise.all(
    ports.map(async (port): Promise<PortInfo> => {
      const socket = onLinux ? await linuxSocket(port.path, folders) : undefined;
      return {
        kind: "serial",
        path: port.path,
        ...known({
          manufacturer: port.manufacturer ?? socket?.manufacturer,
          serialNumber: port.serialNumber ?? socket?.serialNumber,
          vendorId: (socket?.vendorId ?? port.vendorId)?.toLowerCase(),
          productId: (socket?.productId ?? port.productId)?.toLowerCase(),
          location: socket?.location ?? port.locationId,
          byPath: links.get(port.path),
          insertion: socket?.insertion,
        }),
      };
    }),
  );
}

/** Where there is no udev, as in a container, or it does not answer: what the kernel has on USB. */
const linuxSerialPorts = async (folders: SystemFolders): Promise<readonly ListedPort[]> =>
  (await linuxUsbSerialNames(folders)).map((name) => ({ path: join(folders.dev, name) }));

async function listUsbPorts(): Promise<readonly PortInfo[]> {
  const devices = await listUsbDevices();
  return devices.map(({ path, ...facts }) => ({ kind: "usb", path, ...known({ ...facts, byPath: undefined }) }));
}

/** Leaves out what the system does not know. */
function known(facts: Readonly<Record<Fact, string | undefined>>): Partial<Record<Fact, string>> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== ""));
}
