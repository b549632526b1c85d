import { findUsbDevice, usbInsertion } from "./find-usb-device.ts";
import { nativeUsbBus, type UsbBus, type UsbDevice } from "./usb-bus.ts";

/** Watches of many slots look at one list: it is asked for again when it is older than this. */
const freshForMs = 100;

/** A bus whose list is shared by all who look at about the same time. */
function sharedBus(bus: UsbBus): UsbBus {
  let asked: Promise<readonly UsbDevice[]> | undefined;
  let askedAtMs = 0;
  return {
    getDevices() {
      const nowMs = performance.now();
      if (asked === undefined || nowMs - askedAtMs > freshForMs) {
        askedAtMs = nowMs;
        asked = bus.getDevices();
      }
      return asked;
    },
  };
}

const watchedBus = sharedBus(nativeUsbBus);

/**
 * Says which device stands at a `usb:` address now: a text that stays the same until it is pulled out, or `undefined` when none is there.
 * Rejects where the devices cannot be listed: that says nothing of this one.
 */
export async function usbPresence(address: string, bus: UsbBus = watchedBus): Promise<string | undefined> {
  const devices = await bus.getDevices();
  try {
    return usbInsertion(await findUsbDevice(address, { getDevices: () => Promise.resolve(devices) }));
  } catch {
    // No such device, or two of a kind: nothing could be opened there.
    return undefined;
  }
}
