import { describe, expect, it, vi } from "vitest";
import { toHex } from "../../../../main/base/bytes/bytes.ts";
import { openUsbLink } from "../../../../main/link/usb-link/usb-link.ts";
import { hear } from "../../../contract/link-contract.ts";
import { busOf, UsbDouble, vendorConfiguration } from "../../../harness/usb-double.ts";

describe("opening a USB device", () => {
  it.each([
    "usb:",
    "usb:1",
    "usb:1-",
    "usb:1-4.",
    "usb:12:34",
    "usb:xyzw:0001",
    "usb:1-2-x",
    `usb:1-${"1.".repeat(9)}1`,
  ])("refuses the address %j", async (address) => {
    await expect(openUsbLink(address, { bus: busOf() })).rejects.toMatchObject({ code: "link.bad-address" });
  });

  it.each(["usb:1-4.2", "usb:001-4.2", "usb:2fe3:0001", "usb:2FE3:0001:SN-0001"])("finds it at %s", async (address) => {
    const device = new UsbDouble();
    const link = await openUsbLink(address, { bus: busOf(device) });
    expect(link.address).toBe(address);
    await link.close();
    expect(device.calls).toEqual(["open", "claimInterface 0", "releaseInterface 0", "close"]);
  });

  it.each([
    "usb:1-4",
    "usb:2-4.2",
    "usb:2fe3:0002",
    "usb:2fe3:0001:SN-0002",
  ])("does not find it at %s", async (address) => {
    const opening = openUsbLink(address, { bus: busOf(new UsbDouble()) });
    await expect(opening).rejects.toMatchObject({ code: "link.not-found" });
  });

  it("takes neither of two that answer to the same name, and says where they are", async () => {
    const other = new UsbDouble();
    other.ports = [3];
    await expect(openUsbLink("usb:2fe3:0001", { bus: busOf(new UsbDouble(), other) })).rejects.toMatchObject({
      code: "link.bad-address",
      detail: expect.stringContaining("usb:1-4.2, usb:1-3"),
    });
  });

  it("says link.not-found where there is no USB", async () => {
    const bus = {
      getDevices: () => Promise.reject(new Error("getDevices error: /sys/bus/usb/devices/ not found (errno 2)")),
    };
    await expect(openUsbLink("usb:1-1", { bus })).rejects.toMatchObject({ code: "link.not-found" });
  });

  it.each([
    ["open", "failed to open device (errno 13)", "link.not-allowed"],
    ["open", "incompatible driver is installed for this device", "link.not-allowed"],
    ["open", "failed to open device (errno 2)", "link.not-found"],
    ["open", "device disconnected", "link.not-found"],
    ["open", "failed to open device (errno 5)", "link.not-opened"],
    ["claimInterface", "interface is busy (errno 16)", "link.busy"],
  ])("%s that fails with %j is %s, and leaves the device closed", async (call, failure, code) => {
    const device = new UsbDouble();
    device.failures.set(call, [failure]);
    await expect(openUsbLink("usb:1-4.2", { bus: busOf(device) })).rejects.toMatchObject({ code });
    expect(device.calls.at(-1)).toBe("close");
  });

  it("names the udev rule when it may not open the device", async () => {
    const device = new UsbDouble();
    device.failures.set("open", ["permission denied (errno 13)"]);
    const detail = expect.stringContaining("70-touchmark.rules");
    await expect(openUsbLink("usb:1-4.2", { bus: busOf(device) })).rejects.toMatchObject({ detail });
  });

  it.each([
    vendorConfiguration(0x02),
    { interfaces: [] },
    null,
  ])("refuses a device without a vendor pipe", async (configuration) => {
    const device = new UsbDouble();
    device.configuration = configuration;
    await expect(openUsbLink("usb:1-4.2", { bus: busOf(device) })).rejects.toMatchObject({ code: "link.not-opened" });
    expect(device.calls.at(-1)).toBe("close");
  });

  it("gives back what it got after the caller had gone", async () => {
    const device = new UsbDouble();
    const opening = openUsbLink("usb:1-4.2", { bus: busOf(device), signal: AbortSignal.abort() });
    await expect(opening).rejects.toMatchObject({ code: "station.cancelled" });
    await vi.waitFor(() => expect(device.calls.at(-1)).toBe("close"));
    expect(device.calls).toContain("releaseInterface 0");
  });
});

describe("a USB pipe", () => {
  it("goes on after a stall, both ways", async () => {
    const device = new UsbDouble();
    device.failures.set("transferIn", ["Stall"]).set("transferOut", ["Stall", "Stall"]);
    const link = await openUsbLink("usb:1-4.2", { bus: busOf(device) });
    const heard = hear(link);
    await link.write(Uint8Array.of(1, 2, 3));
    device.say(Uint8Array.of(4));
    await vi.waitFor(() => expect(heard.chunks.map(toHex)).toEqual(["04"]));
    expect(toHex(device.received)).toBe("010203");
    expect(device.calls.filter((call) => call.startsWith("clearHalt"))).toEqual([
      "clearHalt in 1",
      "clearHalt out 1",
      "clearHalt out 1",
    ]);
    await link.close();
  });

  it("ends with link.lost when the stalls do not stop", async () => {
    const device = new UsbDouble();
    device.failures.set(
      "transferIn",
      Array.from({ length: 9 }, () => "Stall"),
    );
    const link = await openUsbLink("usb:1-4.2", { bus: busOf(device) });
    const heard = hear(link);
    await vi.waitFor(() => expect(heard.ends.map((end) => end?.code)).toEqual(["link.lost"]));
    expect(device.calls.at(-1)).toBe("close");
  });

  it("settles a write that waits when the plug is pulled", async () => {
    const device = new UsbDouble();
    const link = await openUsbLink("usb:1-4.2", { bus: busOf(device) });
    device.isFull = true;
    const write = expect(link.write(Uint8Array.of(1))).rejects.toMatchObject({ code: "link.lost" });
    await new Promise(setImmediate);
    device.unplug();
    await write;
    expect(link.isOpen).toBe(false);
  });

  it("brings a message that ends with a full packet at once", async () => {
    const device = new UsbDouble();
    const link = await openUsbLink("usb:1-4.2", { bus: busOf(device) });
    const heard = hear(link);
    device.say(new Uint8Array(128).fill(7));
    await vi.waitFor(() => expect(heard.chunks.reduce((sum, chunk) => sum + chunk.length, 0)).toBe(128));
    await link.close();
  });
});
