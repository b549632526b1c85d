import { isIP } from "node:net";
import { isAbsolute, join } from "node:path";
import type { PrinterSettings } from "../../../api/contract/index.ts";
import type { Clock } from "../../../base/clock.ts";
import type { LabelTypeface } from "../../../label/label-typeface.ts";
import { openLink } from "../../../link/open-link.ts";
import { printerErrors } from "../printer-errors.ts";
import { openDeviceFile } from "./device-file-link.ts";
import { FolderPrinter } from "./folder-printer.ts";
import type { Printer } from "./printer.ts";
import { ZplPrinter } from "./zpl-printer.ts";

export interface PrinterSupport {
  /** Folders that are not absolute begin here. */
  readonly root: string;
  readonly practice: boolean;
  readonly typeface: LabelTypeface;
  readonly clock: Clock;
}

const usualPort = 9100;
const usualBaudRate = 9600;

/** The printer that settings speak of; nothing is opened yet. Throws `printer.practice`. */
export function openPrinter(settings: PrinterSettings, support: PrinterSupport): Printer {
  const { kind, address } = settings;
  const zpl = { tellsStatus: settings.tellsStatus ?? true, typeface: support.typeface };
  refuseOutside(settings, support.practice);
  switch (kind) {
    case "folder": {
      const folder = isAbsolute(address) ? address : join(support.root, address);
      return new FolderPrinter(folder, support.typeface, support.clock);
    }
    case "network":
      return new ZplPrinter({ ...zpl, open: (signal) => openLink(tcpAddress(address), { baudRate: 0, signal }) });
    case "serial": {
      const baudRate = settings.baudRate ?? usualBaudRate;
      return new ZplPrinter({ ...zpl, open: (signal) => openLink(address, { baudRate, signal }) });
    }
    case "usb":
      return new ZplPrinter({
        ...zpl,
        open: (signal) =>
          address.startsWith("usb:") ? openLink(address, { baudRate: 0, signal }) : openDeviceFile(address, signal),
      });
  }
}

/** A practice label on a real device would be taken for a true one: in practice nothing is printed outside this machine. */
export function refuseOutside({ kind, address }: PrinterSettings, practice: boolean): void {
  if (!practice || kind === "folder") return;
  const host = hostOf(address);
  if (kind === "network" && (host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."))))
    return;
  throw printerErrors.practice(`${kind} ${address} is not on this machine`);
}

const hasPort = (address: string): boolean => /(?:^[^:]+|\]):\d{1,5}$/.test(address);
const hostOf = (address: string): string =>
  (hasPort(address) ? address.replace(/:\d+$/, "") : address).replaceAll(/[[\]]/g, "");

function tcpAddress(address: string): string {
  const port = hasPort(address) ? (/\d+$/.exec(address)?.[0] ?? "") : String(usualPort);
  const host = hostOf(address);
  return `tcp:${host.includes(":") ? `[${host}]` : host}:${port}`;
}
