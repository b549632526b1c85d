import { concatBytes } from "../../main/base/bytes/bytes.ts";
import type { UsbBus, UsbDevice, UsbTransfer } from "../../main/link/usb-link/usb-bus.ts";

/** Time-outs run this much faster than asked for, so that closing does not wait. */
const hurry = 20;
const packetSize = 64;

interface Waiting {
  readonly settle: (transfer: UsbTransfer) => void;
  readonly fail: (reason: Error) => void;
}

/** A vendor-class device with a bulk pair, as the package `usb` 3.1 shows one: the same answers, and failures in the same words. */
export class UsbDouble implements UsbDevice {
  vendorId = 0x2fe3;
  productId = 0x0001;
  deviceClass = 0;
  bus = "001";
  ports: readonly number[] = [4, 2];
  address = 7;
  manufacturerName = "Bench Works";
  serialNumber: string | null = "SN-0001";
  configuration: unknown = vendorConfiguration();
  /** What the next calls of this name fail with, in order. */
  readonly failures = new Map<string, string[]>();
  /** Names of the calls made, transfers left out. */
  readonly calls: string[] = [];
  /** Takes no more packets, as a device whose buffers are full. */
  isFull = false;
  /** The device behind the pipe, if there is one. */
  onPacket: (packet: Uint8Array) => void = () => undefined;
  readonly #taken: Uint8Array[] = [];
  readonly #packets: Uint8Array[] = [];
  readonly #reads = new Set<Waiting>();
  readonly #writes = new Set<Waiting>();
  #isGone = false;

  get received(): Uint8Array {
    return concatBytes(...this.#taken);
  }

  /** Bytes from the device, in packets. */
  say(bytes: Uint8Array): void {
    for (let offset = 0; offset < bytes.length; offset += packetSize) {
      this.#packets.push(bytes.slice(offset, offset + packetSize));
    }
    this.#handOver();
  }

  unplug(): void {
    this.#isGone = true;
    for (const waiting of [...this.#reads, ...this.#writes]) waiting.fail(new Error("transferIn error: Disconnected"));
  }

  open(): Promise<void> {
    return this.#call("open");
  }

  close(): Promise<void> {
    return this.#call("close");
  }

  claimInterface(interfaceNumber: number): Promise<void> {
    return this.#call("claimInterface", interfaceNumber);
  }

  releaseInterface(interfaceNumber: number): Promise<void> {
    return this.#call("releaseInterface", interfaceNumber);
  }

  clearHalt(direction: "in" | "out", endpoint: number): Promise<void> {
    return this.#call("clearHalt", direction, endpoint);
  }

  async transferIn(_endpoint: number, length: number, timeoutMs: number): Promise<UsbTransfer> {
    if (length !== packetSize) throw new Error(`a transfer of ${length} bytes would wait for a short packet`);
    this.#failIfTold("transferIn");
    const read = this.#wait(this.#reads, "transferIn", timeoutMs);
    this.#handOver();
    return await read;
  }

  async transferOut(_endpoint: number, bytes: Uint8Array, timeoutMs: number): Promise<UsbTransfer> {
    this.#failIfTold("transferOut");
    if (this.isFull) return await this.#wait(this.#writes, "transferOut", timeoutMs);
    this.#taken.push(bytes);
    this.onPacket(bytes);
    return { status: "ok" };
  }

  #handOver(): void {
    for (const read of this.#reads) {
      const packet = this.#packets.shift();
      if (packet === undefined) return;
      read.settle({ status: "ok", data: new DataView(packet.buffer, packet.byteOffset, packet.byteLength) });
    }
  }

  #wait(those: Set<Waiting>, name: string, timeoutMs: number): Promise<UsbTransfer> {
    return new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer);
        those.delete(waiting);
      };
      const waiting: Waiting = {
        settle: (transfer) => {
          done();
          resolve(transfer);
        },
        fail: (reason) => {
          done();
          reject(reason);
        },
      };
      const timer = setTimeout(() => waiting.fail(new Error(`${name} error: Cancelled`)), timeoutMs / hurry);
      those.add(waiting);
    });
  }

  async #call(name: string, ...words: readonly (string | number)[]): Promise<void> {
    this.calls.push([name, ...words].join(" "));
    await new Promise(setImmediate);
    this.#failIfTold(name);
  }

  #failIfTold(name: string): void {
    const failure = this.failures.get(name)?.shift();
    if (failure !== undefined) throw new Error(`${name} error: ${failure}`);
    if (this.#isGone) throw new Error(`${name} error: Disconnected`);
  }
}

/** What the package says of a device with one interface of vendor class. */
export const vendorConfiguration = (interfaceClass = 0xff) => ({
  configurationValue: 1,
  interfaces: [
    {
      interfaceNumber: 0,
      alternate: {
        interfaceClass,
        endpoints: [
          { endpointNumber: 1, direction: "out", type: "bulk", packetSize },
          { endpointNumber: 1, direction: "in", type: "bulk", packetSize },
        ],
      },
    },
  ],
});

export const busOf = (...devices: readonly UsbDevice[]): UsbBus => ({ getDevices: () => Promise.resolve(devices) });
