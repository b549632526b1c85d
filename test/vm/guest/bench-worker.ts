import { parentPort } from "node:worker_threads";
import { concatBytes } from "../../../main/base/bytes/bytes.ts";
import type { Link } from "../../../main/link/link.ts";
import { memoryLinkPair } from "../../../main/link/memory-link.ts";
import { VirtualDevice } from "../../../main/practice/virtual-device/virtual-device.ts";
import { acmRequests } from "../usbip/cdc-acm-lines.ts";
import { cdcAcmConfiguration, vendorBulkConfiguration } from "../usbip/descriptors.ts";
import { SimulatedDevice } from "../usbip/simulated-device.ts";
import { serveUsbip } from "../usbip/usbip-server.ts";
import type { BenchDeviceName, BenchEvent, BenchOrder } from "./bench-messages.ts";

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
const tell = (event: BenchEvent): void => parentPort?.postMessage(event);

const names = { manufacturer: "Bench Works", vendorId: 0x2fe3, deviceClass: 0 };
const bulk = new SimulatedDevice(
  { ...names, productId: 0x0001, product: "Vendor bulk", serialNumber: "SN-0001" },
  vendorBulkConfiguration,
  false,
);
const acm = new SimulatedDevice(
  { ...names, deviceClass: 2, productId: 0x0100, product: "CDC ACM", serialNumber: "SN-0002" },
  cdcAcmConfiguration,
  true,
  acmRequests((lines) => tell({ type: "lines", lines })),
);
const devices = { bulk, acm } satisfies Record<BenchDeviceName, SimulatedDevice>;
const busIds = { bulk: "1-1", acm: "1-2" } satisfies Record<BenchDeviceName, string>;
const units = {
  bulk: new VirtualDevice({ model: "GW-200", serialNumber: "GW200000001", framing: "raw" }),
  acm: new VirtualDevice({ model: "GW-200", serialNumber: "GW200000002" }),
} satisfies Record<BenchDeviceName, VirtualDevice>;

const server = await serveUsbip(
  new Map([
    [busIds.bulk, bulk],
    [busIds.acm, acm],
  ]),
);
const behind = new Map<BenchDeviceName, Link>();

/** Nothing but a cable: the test is the far side. */
function becomeCable(name: BenchDeviceName): void {
  devices[name].onBytes = (bytes) => tell({ type: "bytes", device: name, bytes });
}

/** A virtual device speaks SMP there. */
function becomeUnit(name: BenchDeviceName): void {
  const { near, far } = memoryLinkPair(name);
  behind.set(name, near);
  near.listen({ onBytes: (bytes) => devices[name].say(bytes), onClosed: () => undefined });
  devices[name].onBytes = (bytes) => void near.write(bytes);
  units[name].attach(far);
}

async function obey(order: BenchOrder): Promise<void> {
  const device = devices[order.device];
  switch (order.what) {
    case "reset":
      await behind.get(order.device)?.close();
      device.reset();
      if (order.as === "unit") becomeUnit(order.device);
      else becomeCable(order.device);
      break;
    case "say":
      device.say(concatBytes(order.bytes));
      break;
    case "halt":
      device.halt(order.endpoint);
      break;
    case "full":
      device.isFull = true;
      break;
    case "unplug":
      server.unplug(busIds[order.device]);
      break;
  }
}

parentPort?.on("message", (order: BenchOrder) => {
  void obey(order).then(() => tell({ type: "done", id: order.id }));
});
tell({ type: "ready", port: server.port, busIds });
