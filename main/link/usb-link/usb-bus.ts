import { z } from "zod";

export interface UsbEndpoint {
  readonly endpointNumber: number;
  readonly direction: string;
  readonly type: string;
  readonly packetSize: number;
}

/** What a device says of itself once it is open. */
export const usbConfiguration = z.object({
  interfaces: z.array(
    z.object({
      interfaceNumber: z.int().min(0).max(255),
      alternate: z.object({
        interfaceClass: z.int(),
        endpoints: z.array(
          z.object({
            endpointNumber: z.int().min(1).max(15),
            direction: z.string(),
            type: z.string(),
            packetSize: z.int().min(0).max(65_535),
          }),
        ),
      }),
    }),
  ),
});

/** What we use of a device of the package `usb` (WebUSB, with time-outs); its own types lean on a browser's, which we do not have. */
export interface UsbDevice {
  readonly vendorId: number;
  readonly productId: number;
  readonly deviceClass: number;
  readonly bus: string;
  readonly ports: readonly number[];
  /** Given anew by the system with every insertion. */
  readonly address: number;
  /** These may open the device to ask it, and throw. */
  readonly manufacturerName?: string | null | undefined;
  readonly serialNumber?: string | null | undefined;
  /** `usbConfiguration`, or a throw. */
  readonly configuration?: unknown;
  open(): Promise<void>;
  close(): Promise<void>;
  claimInterface(interfaceNumber: number): Promise<void>;
  releaseInterface(interfaceNumber: number): Promise<void>;
  transferIn(endpoint: number, length: number, timeoutMs: number): Promise<UsbTransfer>;
  transferOut(endpoint: number, bytes: Uint8Array, timeoutMs: number): Promise<UsbTransfer>;
  clearHalt(direction: "in" | "out", endpoint: number): Promise<void>;
}

/** `data` of a reading transfer only. */
export interface UsbTransfer {
  readonly status?: string | undefined;
  readonly data?: DataView | undefined;
}

/** Every device of this machine; rejects where there is no USB at all. */
export interface UsbBus {
  getDevices(): Promise<readonly UsbDevice[]>;
}

const methods = ["open", "close", "claimInterface", "releaseInterface", "transferIn", "transferOut", "clearHalt"];

const usbDevices = z.array(
  z.custom<UsbDevice>(
    (value) =>
      value instanceof Object &&
      methods.every((name) => typeof Reflect.get(value, name) === "function") &&
      isFound(value),
    "not a device of the package usb",
  ),
);

const isFound = (value: object): boolean =>
  z
    .object({
      vendorId: z.int(),
      productId: z.int(),
      deviceClass: z.int(),
      bus: z.string(),
      ports: z.array(z.int()),
      address: z.int(),
    })
    .safeParse({
      vendorId: Reflect.get(value, "vendorId"),
      productId: Reflect.get(value, "productId"),
      deviceClass: Reflect.get(value, "deviceClass"),
      bus: Reflect.get(value, "bus"),
      ports: Reflect.get(value, "ports"),
      address: Reflect.get(value, "address"),
    }).success;

/** The machine's own. The native part is loaded with the first question. */
export const nativeUsbBus: UsbBus = {
  async getDevices() {
    // `usb` shows every device; `webusb` only those a user has allowed, as in a browser.
    const { usb } = await import("usb");
    return usbDevices.parse(await usb.getDevices());
  },
};
