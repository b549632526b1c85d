import { usbInsertion, usbText } from "./find-usb-device.ts";
import { usbLocation } from "./usb-address.ts";
import { nativeUsbBus, type UsbBus } from "./usb-bus.ts";

/** A USB device as a list shows it. `vendorId` and `productId` are four lower-case hexadecimal digits. */
export interface UsbDeviceFacts {
  /** What `openLink` takes: `usb:` and the location. */
  readonly path: string;
  readonly vendorId: string;
  readonly productId: string;
  readonly manufacturer: string | undefined;
  readonly serialNumber: string | undefined;
  /** The socket it is plugged into, as Linux names it: `1-4.2`. */
  readonly location: string;
  /** Another text after every insertion, also of the same device. */
  readonly insertion: string;
}

const hubClass = 9;

/** The devices that could be a unit: all but hubs. Rejects where there is no USB. */
export async function listUsbDevices(bus: UsbBus = nativeUsbBus): Promise<readonly UsbDeviceFacts[]> {
  const devices = await bus.getDevices();
  return devices
    .filter((device) => device.deviceClass !== hubClass)
    .map((device) => {
      const location = usbLocation(device.bus, device.ports);
      return {
        path: `usb:${location}`,
        vendorId: hex4(device.vendorId),
        productId: hex4(device.productId),
        serialNumber: usbText(() => device.serialNumber),
        manufacturer: usbText(() => device.manufacturerName),
        location,
        insertion: usbInsertion(device),
      };
    });
}

const hex4 = (value: number): string => value.toString(16).padStart(4, "0");
