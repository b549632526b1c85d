import { lstat, stat } from "node:fs/promises";
import { platform } from "node:process";
import { isUsbAddress } from "./usb-link/usb-address.ts";
import { usbPresence } from "./usb-link/usb-presence.ts";

/**
 * Says which device stands at a port path or `usb:` address now: a text that stays the same as long as the device does, or `undefined`
 * when none is there. On Windows, where ports are no files, the system's own list is asked. Rejects where it cannot be listed.
 */
export async function portPresence(path: string): Promise<string | undefined> {
  if (isUsbAddress(path)) return usbPresence(path);
  if (platform === "win32") return listedPresence(path);
  try {
    const { dev, ino, rdev } = await stat(path);
    // The link is made anew with every insertion, even where the system gives the device the same numbers again.
    const entry = await lstat(path);
    return `${dev}:${ino}:${rdev}:${entry.ino}:${entry.isSymbolicLink() ? entry.ctimeMs : 0}`;
  } catch {
    // A path that cannot be looked at is as good as gone: nothing could be opened there.
    return undefined;
  }
}

async function listedPresence(path: string): Promise<string | undefined> {
  const { SerialPort } = await import("serialport");
  const ports = await SerialPort.list();
  return ports.find((port) => port.path === path)?.path;
}
