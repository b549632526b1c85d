import type { Socket } from "node:net";
import type { SimulatedDevice } from "./simulated-device.ts";
import { parseSetup } from "./usb-requests.ts";

/** Linux, Documentation/usb/usbip_protocol.rst: numbers are big-endian, every header is 48 bytes. */
const headerBytes = 48;
const command = { submit: 1, unlink: 2, submitReply: 3, unlinkReply: 4 } as const;
const inputFlag = 0x80;
/** Linux error numbers, as a transfer's status. */
const status = { done: 0, stalled: -32, unlinked: -104 } as const;

interface Transfer {
  readonly sequence: number;
  /** Endpoint address, with its direction. */
  readonly endpoint: number;
  readonly length: number;
  readonly bytes: Uint8Array;
  /** What a reading transfer has got so far. */
  readonly begun: Uint8Array[];
}

/** The stream of transfers after a device was imported, until either side drops it, which is the unplugging. */
export class UsbipConnection {
  readonly #socket: Socket;
  readonly #device: SimulatedDevice;
  #held = Buffer.alloc(0);
  #waiting: Transfer[] = [];

  constructor(socket: Socket, device: SimulatedDevice) {
    this.#socket = socket;
    this.#device = device;
  }

  /** With what has come already. */
  begin(begun: Uint8Array): void {
    this.#device.onReady = () => this.#serve();
    this.#socket.on("data", (bytes: Buffer) => this.#receive(bytes));
    this.#receive(Buffer.from(begun));
  }

  #receive(bytes: Buffer): void {
    this.#held = Buffer.concat([this.#held, bytes]);
    while (this.#held.length >= headerBytes) {
      const header = this.#held.subarray(0, headerBytes);
      const isWrite = header.readUInt32BE(0) === command.submit && header.readUInt32BE(12) === 0;
      const total = headerBytes + (isWrite ? header.readUInt32BE(24) : 0);
      if (this.#held.length < total) return;
      this.#take(header, Uint8Array.from(this.#held.subarray(headerBytes, total)));
      this.#held = this.#held.subarray(total);
    }
  }

  #take(header: Buffer, bytes: Uint8Array): void {
    const sequence = header.readUInt32BE(4);
    if (header.readUInt32BE(0) === command.unlink) return this.#unlink(sequence, header.readUInt32BE(20));
    const number = header.readUInt32BE(16);
    const endpoint = number | (header.readUInt32BE(12) === 1 ? inputFlag : 0);
    const transfer = { sequence, endpoint, length: header.readUInt32BE(24), bytes, begun: [] };
    if (number === 0) return this.#control(transfer, header);
    this.#waiting.push(transfer);
    this.#serve();
  }

  #control(transfer: Transfer, header: Buffer): void {
    const answer = this.#device.control(parseSetup(header.subarray(40, 48)), transfer.bytes);
    if (answer === "stall") this.#finish(transfer, status.stalled);
    else this.#finish(transfer, status.done, answer);
  }

  #unlink(sequence: number, unlinked: number): void {
    const before = this.#waiting.length;
    this.#waiting = this.#waiting.filter((transfer) => transfer.sequence !== unlinked);
    const reply = Buffer.alloc(headerBytes);
    reply.writeUInt32BE(command.unlinkReply, 0);
    reply.writeUInt32BE(sequence, 4);
    reply.writeInt32BE(this.#waiting.length < before ? status.unlinked : status.done, 20);
    this.#socket.write(reply);
  }

  /** Ends the transfers that can end now; an endpoint's are taken in order. */
  #serve(): void {
    const blocked = new Set<number>();
    for (const transfer of this.#waiting) {
      // The list is made anew when one ends; taking one may have made the device answer, and so have ended another.
      if (!this.#waiting.includes(transfer)) continue;
      if (!blocked.has(transfer.endpoint) && !this.#serveOne(transfer)) blocked.add(transfer.endpoint);
    }
  }

  #serveOne(transfer: Transfer): boolean {
    const { endpoint, length, begun, bytes } = transfer;
    if (this.#device.halted.has(endpoint)) return this.#finish(transfer, status.stalled);
    if ((endpoint & inputFlag) === 0) {
      if (this.#device.isFull) return false;
      this.#finish(transfer, status.done);
      this.#device.onBytes(bytes);
      return true;
    }
    const read = this.#device.isBulkInput(endpoint) ? this.#device.take(length, begun) : undefined;
    return read === undefined ? false : this.#finish(transfer, status.done, read);
  }

  #finish(transfer: Transfer, result: number, read?: Uint8Array): true {
    this.#waiting = this.#waiting.filter((other) => other !== transfer);
    const reply = Buffer.alloc(headerBytes);
    reply.writeUInt32BE(command.submitReply, 0);
    reply.writeUInt32BE(transfer.sequence, 4);
    reply.writeInt32BE(result, 20);
    const isInput = (transfer.endpoint & inputFlag) !== 0;
    const wasTaken = result === status.done ? transfer.bytes.length : 0;
    reply.writeUInt32BE(isInput ? (read?.length ?? 0) : wasTaken, 24);
    this.#socket.write(isInput && read !== undefined ? Buffer.concat([reply, read]) : reply);
    return true;
  }
}
