import { linkErrors } from "../link-errors.ts";

/**
 * Which USB device is meant: the one in a socket (`usb:1-4.2`, bus and hub ports as Linux counts them), or one by what it
 * says of itself (`usb:VVVV:PPPP[:SERIAL]`, hexadecimal; the serial number to the end, whatever is in it).
 */
export type UsbAddress =
  | { readonly by: "socket"; readonly location: string }
  | {
      readonly by: "identity";
      readonly vendorId: number;
      readonly productId: number;
      readonly serialNumber: string | undefined;
    };

const identityPattern = /^usb:([0-9A-Fa-f]{4}):([0-9A-Fa-f]{4})(?::(.{1,255}))?$/;
/** The bus is a number on Linux and a longer name elsewhere; the device's way through the hubs is numbers everywhere. */
const socketPattern = /^usb:([^\s:]{1,200})-(\d{1,3}(?:\.\d{1,3}){0,7})$/;

export const isUsbAddress = (address: string): boolean => address.startsWith("usb:");

/** Throws `link.bad-address`. */
export function parseUsbAddress(address: string): UsbAddress {
  const [, vendor, product, serialNumber] = identityPattern.exec(address) ?? [];
  if (vendor !== undefined && product !== undefined) {
    const [vendorId, productId] = [Number.parseInt(vendor, 16), Number.parseInt(product, 16)];
    return { by: "identity", vendorId, productId, serialNumber };
  }
  const [, bus, ports] = socketPattern.exec(address) ?? [];
  if (bus !== undefined && ports !== undefined) return { by: "socket", location: usbLocation(bus, ports.split(".")) };
  throw linkErrors.badAddress(
    `not usb:BUS-PORT.PORT or usb:VVVV:PPPP[:SERIAL]: ${JSON.stringify(address.slice(0, 300))}`,
  );
}

/** The name of a socket: `1-4.2`. The package counts buses as `001`, Linux names them `1`. */
export const usbLocation = (bus: string, ports: readonly (string | number)[]): string =>
  `${bus.replace(/^0+(?=\d+$)/, "")}-${ports.join(".")}`;
