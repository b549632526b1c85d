import type { DeviceSession } from "../../../../main/device/device-session.ts";
import { openSession, type SessionOptions } from "../../../../main/device/open-session.ts";
import type { StockSettings } from "../../../../main/device/smp/stock/stock-settings.ts";
import { memoryLinkPair } from "../../../../main/link/memory-link.ts";
import { VirtualDevice, type VirtualDeviceOptions } from "../../../../main/practice/virtual-device/virtual-device.ts";

const registrationDefaults = { endpoint: "dps.test", idScope: "0ne00000000", attestation: "x509" } as const;

/** As resources/recipes/sensor-zephyr-fs.yaml has it. */
export const inFiles: StockSettings = {
  certificate: { file: "/lfs1/identity/chain.pem", form: "pem" },
  key: { file: "/lfs1/identity/key.pem", form: "pem" },
  model: { info: "i" },
  serialNumber: { file: "/lfs1/factory/serial.txt" },
  registration: { as: "json", path: "/lfs1/identity/registration.json" },
  registrationDefaults,
};

/** As resources/recipes/sensor-zephyr-settings.yaml has it. */
export const inSettings: StockSettings = {
  certificate: { setting: "prov/cert", form: "der" },
  key: { setting: "prov/key", form: "der" },
  model: { setting: "factory/model" },
  serialNumber: { shell: ["factory", "show"], pattern: "^serial: (\\S+)$" },
  registration: {
    as: "settings",
    keys: { endpoint: "prov/host", idScope: "prov/scope", registrationId: "prov/id" },
  },
  registrationDefaults,
};

export const newStockDevice = (
  kind: "zephyr-fs" | "zephyr-settings",
  options: Partial<VirtualDeviceOptions> = {},
): VirtualDevice => new VirtualDevice({ model: "SN-100", serialNumber: "SN100000042", zephyr: { kind }, ...options });

export function plugStock(device: VirtualDevice, stock: StockSettings, options: SessionOptions = {}): DeviceSession {
  const { near, far } = memoryLinkPair("stock");
  device.attach(far);
  return openSession("smp", near, { stock, ...options });
}
