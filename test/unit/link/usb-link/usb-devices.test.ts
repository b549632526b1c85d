import { describe, expect, it } from "vitest";
import { listUsbDevices } from "../../../../main/link/usb-link/list-usb-devices.ts";
import { usbPresence } from "../../../../main/link/usb-link/usb-presence.ts";
import { busOf, UsbDouble } from "../../../harness/usb-double.ts";

describe("USB devices", () => {
  it("lists what is no hub, by its socket", async () => {
    const hub = new UsbDouble();
    hub.deviceClass = 9;
    expect(await listUsbDevices(busOf(hub, new UsbDouble()))).toEqual([
      {
        path: "usb:1-4.2",
        vendorId: "2fe3",
        productId: "0001",
        serialNumber: "SN-0001",
        manufacturer: "Bench Works",
        location: "1-4.2",
        insertion: "001:7:12259:1",
      },
    ]);
  });

  it("lists a device that may not be asked for its serial number", async () => {
    const device = new UsbDouble();
    Object.defineProperty(device, "serialNumber", {
      get: () => {
        throw new Error("open error: failed to open device (errno 13)");
      },
    });
    const [listed] = await listUsbDevices(busOf(device));
    expect(listed).toMatchObject({ path: "usb:1-4.2", serialNumber: undefined });
  });

  it("tells one insertion from the next by the system's number for it", async () => {
    const device = new UsbDouble();
    const before = await usbPresence("usb:1-4.2", busOf(device));
    device.address = 8;
    expect(before).toBeDefined();
    expect(await usbPresence("usb:1-4.2", busOf(device))).not.toBe(before);
    expect(await usbPresence("usb:1-4.2", busOf())).toBeUndefined();
  });

  it("says nothing of a device while none can be listed", async () => {
    const stuck = { getDevices: () => Promise.reject(new Error("getDevices error")) };
    await expect(usbPresence("usb:1-4.2", stuck)).rejects.toThrow("getDevices error");
  });
});
