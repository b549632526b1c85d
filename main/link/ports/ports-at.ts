import type { PortInfo } from "../list-ports.ts";

/**
 * The ports at a place: a path, udev's by-path link, a location, or a USB device's address (`usb:1-4.2`, `usb:VVVV:PPPP[:SERIAL]`). A location without an interface (`1-4.2`) means all that the
 * device in that socket offers; serial ports by the number of their interface.
 */
export function portsAt(ports: readonly PortInfo[], place: string): readonly PortInfo[] {
  return ports
    .filter(
      (port) => port.path === place || port.byPath === place || isIn(port.location, place) || isNamed(port, place),
    )
    .toSorted((a, b) => order.compare(a.location ?? a.path, b.location ?? b.path));
}

const order = new Intl.Collator("en", { numeric: true });

const isIn = (location: string | undefined, place: string): boolean =>
  location !== undefined && (location === place || location.startsWith(`${place}:`));

const isNamed = ({ kind, vendorId, productId, serialNumber }: PortInfo, place: string): boolean =>
  kind === "usb" &&
  [`usb:${vendorId}:${productId}`, `usb:${vendorId}:${productId}:${serialNumber}`].includes(place) &&
  vendorId !== undefined;

/** The socket of a port, whatever device is in it: its location without the interface, udev's link, or the plain path. */
export const socketOf = ({ path, byPath, location }: PortInfo): string =>
  location?.replace(/^(\d+-\d+(?:\.\d+)*):\d+\.\d+$/, "$1") ?? byPath ?? path;
