import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { byPathLinks, linuxSocket } from "../../../../main/link/ports/linux-socket.ts";
import { FakeSystem } from "../../../harness/fake-system.ts";

describe.skipIf(process.platform === "win32")("the socket of a serial port on Linux", () => {
  let system: FakeSystem;
  beforeEach(() => {
    system = new FakeSystem();
  });
  afterEach(() => system.dispose());

  it("is the USB topology with the interface, told by sysfs with what the device says of itself", async () => {
    const device = { socket: "1-4.2", name: "ttyACM1", interfaceNumber: 2, serialNumber: "0006831", devnum: 23 };
    const path = system.plug({ ...device, vendorId: "1366", productId: "1051", manufacturer: "SEGGER" });
    expect(await linuxSocket(path, system.folders)).toEqual({
      location: "1-4.2:1.2",
      insertion: "1/23",
      manufacturer: "SEGGER",
      serialNumber: "0006831",
      vendorId: "1366",
      productId: "1051",
    });
  });

  it("is nothing for a port that is not on USB, or that went away meanwhile", async () => {
    expect(await linuxSocket("/dev/ttyS0", system.folders)).toBeUndefined();
    const path = system.plug({ socket: "1-1", name: "ttyACM0" });
    system.pull("ttyACM0");
    expect(await linuxSocket(path, system.folders)).toBeUndefined();
  });

  it("has udev's by-path link, the shorter name of two", async () => {
    const path = system.plug({ socket: "1-4.2", name: "ttyACM0" });
    writeFileSync(path, "");
    const link = system.linkByPath("ttyACM0", "pci-0000:00:14.0-usb-0:4.2:1.0");
    system.linkByPath("ttyACM0", "pci-0000:00:14.0-usbv2-0:4.2:1.0");
    expect(new Map(await byPathLinks(system.folders)).get(path)).toBe(link);
  });
});
