import { expect, it } from "vitest";
import { fingerprintTable } from "../../../../main/device/fingerprints/fingerprint-table.ts";
import { likelyDevice } from "../../../../main/device/fingerprints/likely-device.ts";

it.each([
  [{ vendorId: "1366", productId: "1051", manufacturer: "SEGGER" }, "SEGGER J-Link on a Nordic board", "smp"],
  [{ vendorId: "1366", productId: "0105" }, "SEGGER J-Link", "smp"],
  [{ vendorId: "2fe3", productId: "0100", manufacturer: "Zephyr Project" }, "Zephyr CDC ACM", "smp"],
  [{ vendorId: "0525", productId: "a4a7", manufacturer: "Linux 6.6.0 with dwc2" }, "Linux gadget, CDC ACM", "console"],
  [{ vendorId: "303a", productId: "1001" }, "Espressif USB JTAG/serial", "smp"],
  [{ vendorId: "10c4", productId: "ea60" }, "Silicon Labs CP210x", undefined],
  [{ vendorId: "1a86", productId: "7523" }, "WCH CH340", undefined],
  [{ vendorId: "dead", productId: "beef", manufacturer: "ZEPHYR" }, "Zephyr device", "smp"],
])("knows %o", (marks, name, driver) => {
  expect(likelyDevice(marks)).toMatchObject({ name, ...(driver === undefined ? {} : { driver }) });
});

it("names nothing it does not know", () => {
  expect(likelyDevice({})).toBeUndefined();
  expect(likelyDevice({ vendorId: "dead", productId: "beef", manufacturer: "Barcode Inc." })).toBeUndefined();
});

it("holds ids in the form ports are told in, scores within 0 to 100, and no entry that fits everything", () => {
  for (const { vendorId, productId, manufacturer, score } of fingerprintTable) {
    for (const id of [vendorId, productId]) if (id !== undefined) expect(id).toMatch(/^[0-9a-f]{4}$/);
    expect(vendorId ?? manufacturer).toBeDefined();
    expect(score).toBeGreaterThanOrEqual(0);
    expect(score).toBeLessThanOrEqual(100);
  }
});
