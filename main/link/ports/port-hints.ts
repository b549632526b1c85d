import { type FSWatcher, watch } from "node:fs";
import { platform } from "node:process";

/** Names of serial devices below /dev, and the folder with udev's links to them. */
const serialName = /^(?:tty[A-Z]|rfcomm|serial)/;

/**
 * Calls `hint` whenever the system says that a port or USB device may have come or gone; it may call for nothing, and where
 * the system says nothing it never calls. Returns the way to stop; keeps no process alive.
 */
export function watchPortHints(hint: () => void, devFolder: string): () => void {
  const stopFolder = platform === "linux" ? watchFolder(devFolder, hint) : undefined;
  const stopUsb = watchUsb(hint);
  return () => {
    stopFolder?.();
    stopUsb();
  };
}

function watchFolder(folder: string, hint: () => void): (() => void) | undefined {
  let watcher: FSWatcher;
  try {
    watcher = watch(folder, { persistent: false }, (event, name) => {
      // Every byte written to a port is a "change"; what comes or goes is a "rename".
      if (event === "rename" && (name === null || serialName.test(name))) hint();
    });
  } catch {
    // No such folder, or no more watches to be had: whoever wants to know has to look.
    return undefined;
  }
  watcher.on("error", () => watcher.close());
  return () => watcher.close();
}

function watchUsb(hint: () => void): () => void {
  let stopped = false;
  let stop: () => void = () => undefined;
  const start = async (): Promise<void> => {
    const { usb } = await import("usb");
    // Listening where there is no USB bus ends the process (usb 3.1 throws from a timer): asked for devices, it says so first.
    await usb.getDevices();
    if (stopped) return;
    usb.addEventListener("connect", hint);
    usb.addEventListener("disconnect", hint);
    stop = () => {
      usb.removeEventListener("connect", hint);
      usb.removeEventListener("disconnect", hint);
    };
  };
  start().catch(() => undefined);
  return () => {
    stopped = true;
    stop();
  };
}
