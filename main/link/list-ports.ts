import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";

/** A port or device a person could mean. `vendorId` and `productId` are four lower-case hexadecimal digits. */
export interface PortInfo {
  readonly kind: "serial" | "usb";
  /** What `openLink` takes (serial), or a name for the list (usb: `usb:VENDOR:PRODUCT[:SERIAL]`). */
  readonly path: string;
  readonly manufacturer?: string;
  readonly serialNumber?: string;
  readonly vendorId?: string;
  readonly productId?: string;
  /** Where it is plugged in, as the system numbers its buses and ports. */
  readonly location?: string;
}

type Fact = Exclude<keyof PortInfo, "kind" | "path">;

const listWithinMs = 5000;

/** What we read of a device of the package `usb`; its own types lean on a browser's, which we do not have. */
const usbDevices = z.array(
  z.object({
    vendorId: z.int(),
    productId: z.int(),
    bus: z.string(),
    ports: z.array(z.int()),
    manufacturerName: z.string().nullish(),
    serialNumber: z.string().nullish(),
  }),
);

/**
 * Serial ports, then USB devices. A machine without a USB bus, without udev or without a native part lists what it
 * has: nothing of that kind. A list that does not come within 5 s counts as empty.
 */
export async function listPorts(): Promise<readonly PortInfo[]> {
  const lists = await Promise.all([inTime(listSerialPorts), inTime(listUsbDevices)]);
  return lists.flat();
}

async function inTime(list: () => Promise<readonly PortInfo[]>): Promise<readonly PortInfo[]> {
  const stop = new AbortController();
  const late = delay(listWithinMs, [], { signal: stop.signal }).catch(() => []);
  try {
    return await Promise.race([list(), late]);
  } catch {
    return [];
  } finally {
    stop.abort();
  }
}

async function listSerialPorts(): Promise<readonly PortInfo[]> {
  const { SerialPort } = await import("serialport");
  const ports = await SerialPort.list();
  return ports.map((port) => ({
    kind: "serial",
    path: port.path,
    ...known({
      manufacturer: port.manufacturer,
      serialNumber: port.serialNumber,
      vendorId: port.vendorId?.toLowerCase(),
      productId: port.productId?.toLowerCase(),
      location: port.locationId,
    }),
  }));
}

async function listUsbDevices(): Promise<readonly PortInfo[]> {
  const { webusb } = await import("usb");
  const devices = usbDevices.parse(await webusb.getDevices());
  return devices.map((device) => {
    const vendorId = hex4(device.vendorId);
    const productId = hex4(device.productId);
    const serialNumber = device.serialNumber ?? undefined;
    return {
      kind: "usb",
      path: ["usb", vendorId, productId, ...(serialNumber === undefined ? [] : [serialNumber])].join(":"),
      ...known({
        manufacturer: device.manufacturerName ?? undefined,
        serialNumber,
        vendorId,
        productId,
        location: [device.bus, ...device.ports].join("."),
      }),
    };
  });
}

const hex4 = (value: number): string => value.toString(16).padStart(4, "0");

/** Leaves out what the system does not know. */
function known(facts: Readonly<Record<Fact, string | undefined>>): Partial<Record<Fact, string>> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== ""));
}
