import { linkErrors } from "../link-errors.ts";
import { parseUsbAddress, type UsbAddress, usbLocation } from "./usb-address.ts";
import type { UsbBus, UsbDevice } from "./usb-bus.ts";

/** The one device at an address. Throws `link.bad-address` (also when several answer to it) and `link.not-found`. */
export async function findUsbDevice(address: string, bus: UsbBus): Promise<UsbDevice> {
  const wanted = parseUsbAddress(address);
  const devices = await bus.getDevices().catch((cause: unknown) => {
    throw linkErrors.notFound(`${address}: no USB on this machine`, cause);
  });
  const [device, ...others] = devices.filter((candidate) => isMeant(wanted, candidate));
  if (device === undefined) throw linkErrors.notFound(`${address}: no such USB device`);
  if (others.length > 0) {
    const places = [device, ...others].map(({ bus: busName, ports }) => `usb:${usbLocation(busName, ports)}`);
    throw linkErrors.badAddress(`${address} is ${places.length} devices; name one by its place: ${places.join(", ")}`);
  }
  return device;
}

function isMeant(wanted: UsbAddress, device: UsbDevice): boolean {
  if (wanted.by === "socket") return usbLocation(device.bus, device.ports) === wanted.location;
  if (device.vendorId !== wanted.vendorId || device.productId !== wanted.productId) return false;
  return wanted.serialNumber === undefined || usbText(() => device.serialNumber) === wanted.serialNumber;
}

/** A text the device may have to be asked for; one that does not answer, or must not be asked, has none. */
export function usbText(read: () => string | null | undefined): string | undefined {
  try {
    return read() ?? undefined;
  } catch {
    return undefined;
  }
}

/** Another text after every insertion, also of the same device: the system numbers devices anew. */
export const usbInsertion = ({ bus, address, vendorId, productId }: UsbDevice): string =>
  [bus, address, vendorId, productId].join(":");
