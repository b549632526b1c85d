import { isStationError } from "../../base/errors/station-error.ts";
import { linkErrors } from "../link-errors.ts";
import { type UsbDevice, type UsbEndpoint, usbConfiguration } from "./usb-bus.ts";
import { usbOpenFailure } from "./usb-failures.ts";

/** A bulk endpoint pair of one claimed interface. */
export interface UsbPipe {
  readonly device: UsbDevice;
  readonly interfaceNumber: number;
  readonly input: UsbEndpoint;
  readonly output: UsbEndpoint;
}

const vendorClass = 0xff;

/**
 * Opens a device and claims its first interface of vendor class with a bulk pair. Throws `link.busy`, `link.not-allowed`,
 * `link.not-found`, `link.not-opened`; the device is closed again then.
 */
export async function claimUsbPipe(address: string, device: UsbDevice): Promise<UsbPipe> {
  try {
    await device.open();
    const pipe = findPipe(address, device);
    await device.claimInterface(pipe.interfaceNumber);
    return pipe;
  } catch (cause) {
    await device.close().catch(() => undefined);
    throw isStationError(cause) ? cause : usbOpenFailure(address, cause);
  }
}

/** Gives interface and device back. One that has gone cannot be given back, and need not. */
export async function releaseUsbPipe({ device, interfaceNumber }: UsbPipe): Promise<void> {
  await device.releaseInterface(interfaceNumber).catch(() => undefined);
  await device.close().catch(() => undefined);
}

function findPipe(address: string, device: UsbDevice): UsbPipe {
  const { interfaces } = usbConfiguration.parse(device.configuration);
  for (const { interfaceNumber, alternate } of interfaces) {
    if (alternate.interfaceClass !== vendorClass) continue;
    const bulk = (direction: string): UsbEndpoint | undefined =>
      alternate.endpoints.find((one) => one.type === "bulk" && one.direction === direction && one.packetSize > 0);
    const [input, output] = [bulk("in"), bulk("out")];
    if (input !== undefined && output !== undefined) return { device, interfaceNumber, input, output };
  }
  throw linkErrors.notOpened(`${address}: no interface of vendor class (0xFF) with bulk endpoints in and out`);
}
