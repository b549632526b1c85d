/** What is known of a make of USB device or adapter. A device fits if every given member fits. */
export interface Fingerprint {
  /** Four lower-case hexadecimal digits each. */
  readonly vendorId?: string;
  readonly productId?: string;
  /** Found in what the device calls its maker. */
  readonly manufacturer?: RegExp;
  /** As a person would name it. */
  readonly name: string;
  /** The driver it most often wants; left out for adapters, behind which anything may be. */
  readonly driver?: "smp" | "console";
  /** 0 to 100: how sure one can be that it is a unit's port, and this one. */
  readonly score: number;
}

/**
 * USB ids as in the makers' descriptors and drivers (linux: drivers/usb/serial/{ftdi_sio,cp210x,ch341,pl2303}.c, usb.ids; Zephyr:
 * samples/subsys/usb/common; Linux gadget: drivers/usb/gadget/legacy/serial.c). The highest score counts.
 */
export const fingerprintTable: readonly Fingerprint[] = [
  { vendorId: "1366", productId: "1051", name: "SEGGER J-Link on a Nordic board", driver: "smp", score: 90 },
  { vendorId: "1366", manufacturer: /segger/i, name: "SEGGER J-Link", driver: "smp", score: 80 },
  { vendorId: "1366", name: "SEGGER J-Link", driver: "smp", score: 75 },
  { vendorId: "1915", productId: "530c", name: "Nordic Thingy:91 X", driver: "smp", score: 90 },
  { vendorId: "1915", name: "Nordic nRF device", driver: "smp", score: 85 },
  { vendorId: "2fe3", productId: "0100", name: "Zephyr CDC ACM", driver: "smp", score: 95 },
  { vendorId: "2fe3", productId: "0004", name: "Zephyr CDC ACM", driver: "smp", score: 95 },
  { vendorId: "2fe3", name: "Zephyr device", driver: "smp", score: 85 },
  { vendorId: "303a", productId: "1001", name: "Espressif USB JTAG/serial", driver: "smp", score: 85 },
  { vendorId: "303a", name: "Espressif ESP32", driver: "smp", score: 75 },
  { vendorId: "0525", productId: "a4a7", name: "Linux gadget, CDC ACM", driver: "console", score: 90 },
  { vendorId: "0525", productId: "a4a6", name: "Linux gadget, serial", driver: "console", score: 85 },
  { vendorId: "1d6b", productId: "0104", name: "Linux gadget, composite", driver: "console", score: 80 },
  { vendorId: "0483", productId: "374b", name: "ST-LINK/V2.1", driver: "smp", score: 75 },
  { vendorId: "0483", productId: "374e", name: "STLINK-V3", driver: "smp", score: 75 },
  { vendorId: "0483", productId: "5740", name: "STM32 virtual COM port", driver: "smp", score: 70 },
  { vendorId: "0d28", productId: "0204", name: "Arm DAPLink", driver: "smp", score: 75 },
  { vendorId: "2e8a", productId: "000c", name: "Raspberry Pi Debug Probe", score: 70 },
  { vendorId: "2e8a", name: "Raspberry Pi RP2040/RP2350", driver: "smp", score: 65 },
  { vendorId: "0403", productId: "6001", name: "FTDI FT232R", score: 50 },
  { vendorId: "0403", productId: "6010", name: "FTDI FT2232", score: 55 },
  { vendorId: "0403", productId: "6011", name: "FTDI FT4232", score: 55 },
  { vendorId: "0403", productId: "6014", name: "FTDI FT232H", score: 50 },
  { vendorId: "0403", productId: "6015", name: "FTDI FT-X", score: 50 },
  { vendorId: "0403", name: "FTDI adapter", score: 45 },
  { vendorId: "10c4", productId: "ea60", name: "Silicon Labs CP210x", score: 50 },
  { vendorId: "10c4", productId: "ea70", name: "Silicon Labs CP2105", score: 50 },
  { vendorId: "10c4", productId: "ea71", name: "Silicon Labs CP2108", score: 50 },
  { vendorId: "1a86", productId: "7523", name: "WCH CH340", score: 50 },
  { vendorId: "1a86", productId: "5523", name: "WCH CH341", score: 50 },
  { vendorId: "1a86", productId: "55d4", name: "WCH CH9102", score: 50 },
  { vendorId: "1a86", name: "WCH adapter", score: 45 },
  { vendorId: "067b", name: "Prolific PL2303", score: 45 },
  { vendorId: "04d8", productId: "00dd", name: "Microchip MCP2221", score: 45 },
  { manufacturer: /zephyr/i, name: "Zephyr device", driver: "smp", score: 80 },
  { manufacturer: /nordic/i, name: "Nordic device", driver: "smp", score: 70 },
  { manufacturer: /espressif/i, name: "Espressif device", driver: "smp", score: 70 },
  { manufacturer: /^linux .+ with .+/i, name: "Linux gadget", driver: "console", score: 75 },
];
