import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import type { DeviceNames } from "./descriptors.ts";
import type { SimulatedDevice } from "./simulated-device.ts";
import { UsbipConnection } from "./usbip-connection.ts";

const version = 0x0111;
const importRequest = 0x8003;
const importReply = 0x0003;
const requestBytes = 8 + 32;
const fullSpeed = 2;

export interface UsbipServer {
  readonly port: number;
  /** Pulls a device out, if it is in. */
  unplug(busId: string): void;
}

/** Offers devices to the kernel's `vhci-hcd` (`usbip attach -r 127.0.0.1 -b 1-1`), by their bus ids. */
export async function serveUsbip(devices: ReadonlyMap<string, SimulatedDevice>): Promise<UsbipServer> {
  const plugged = new Map<string, Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    let held = Buffer.alloc(0);
    const begin = (bytes: Buffer): void => {
      held = Buffer.concat([held, bytes]);
      if (held.length < requestBytes) return;
      socket.off("data", begin);
      const busId = held.toString("latin1", 8, requestBytes).replace(/\0.*$/s, "");
      const device = held.readUInt16BE(2) === importRequest ? devices.get(busId) : undefined;
      if (device === undefined) return void socket.destroy();
      plugged.set(busId, socket);
      socket.write(describe(busId, device));
      new UsbipConnection(socket, device).begin(held.subarray(requestBytes));
    };
    socket.on("data", begin);
    socket.on("error", () => undefined);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    unplug: (busId) => plugged.get(busId)?.destroy(),
  };
}

function describe(busId: string, { names, configuration }: SimulatedDevice): Buffer {
  const reply = Buffer.alloc(8 + 312);
  reply.writeUInt16BE(version, 0);
  reply.writeUInt16BE(importReply, 2);
  reply.write(`/sys/devices/simulated/${busId}`, 8);
  reply.write(busId, 8 + 256);
  const [busNumber = "1", deviceNumber = "1"] = busId.split("-");
  writeFacts(reply, 8 + 256 + 32, { busNumber: Number(busNumber), deviceNumber: Number(deviceNumber) + 1, names });
  reply.writeUInt8(configuration.readUInt8(4), 8 + 311);
  return reply;
}

interface Facts {
  readonly busNumber: number;
  readonly deviceNumber: number;
  readonly names: DeviceNames;
}

function writeFacts(reply: Buffer, at: number, { busNumber, deviceNumber, names }: Facts): void {
  for (const [index, value] of [busNumber, deviceNumber, fullSpeed].entries())
    reply.writeUInt32BE(value, at + index * 4);
  for (const [index, value] of [names.vendorId, names.productId, 0x0100].entries()) {
    reply.writeUInt16BE(value, at + 12 + index * 2);
  }
  // Class, subclass, protocol; the configuration that is set, and how many there are.
  Buffer.from([names.deviceClass, 0, 0, 1, 1]).copy(reply, at + 18);
}
