import type { Link } from "./link.ts";
import { linkErrors } from "./link-errors.ts";
import { openSerialLink } from "./serial-link.ts";
import { openTcpLink } from "./tcp-link.ts";
import { isUsbAddress } from "./usb-link/usb-address.ts";
import { openUsbLink } from "./usb-link/usb-link.ts";

export interface OpenLinkOptions {
  /** Bits a second; of no meaning to TCP and USB. */
  readonly baudRate: number;
  readonly signal?: AbortSignal | undefined;
}

const tcpPattern = /^tcp:(?:\[([0-9A-Fa-f:.]{2,45})\]|([A-Za-z0-9._-]{1,253})):(\d{1,5})$/;
const longestPath = 1024;

/**
 * Opens a way to a device: `tcp:HOST:PORT` (an IPv6 host in brackets), `usb:BUS-PORT.PORT` or `usb:VVVV:PPPP[:SERIAL]`
 * (the bulk pipe of a USB device), or the path of a serial port.
 */
export async function openLink(address: string, options: OpenLinkOptions): Promise<Link> {
  if (address.startsWith("tcp:")) {
    const { host, port } = tcpAddress(address);
    return openTcpLink(host, port, options.signal);
  }
  if (isUsbAddress(address)) return openUsbLink(address, { signal: options.signal });
  if (address === "" || address.length > longestPath || address.includes("\0")) {
    throw linkErrors.badAddress(`not a port path: ${JSON.stringify(address.slice(0, 80))}`);
  }
  return openSerialLink(address, options);
}

function tcpAddress(address: string): { readonly host: string; readonly port: number } {
  const [, bracketed, plain, digits] = tcpPattern.exec(address) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  if (host === undefined || port < 1 || port > 65_535) {
    throw linkErrors.badAddress(`not tcp:HOST:PORT: ${JSON.stringify(address.slice(0, 300))}`);
  }
  return { host, port };
}
