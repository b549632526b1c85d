import { sleep } from "../../base/async/sleep.ts";
import { linkErrors } from "../link-errors.ts";
import type { Wire } from "../link-end.ts";
import { releaseUsbPipe, type UsbPipe } from "./claim-usb-pipe.ts";
import type { UsbTransfer } from "./usb-bus.ts";
import { transferFault } from "./usb-failures.ts";

/** How long one transfer may wait. Nothing can end a transfer from outside, so this is also how long closing may take. */
const sliceMs = 250;
/** A device that halts its endpoint so often in a row will not stop doing so. */
const mostStalls = 3;

export interface UsbListener {
  readonly received: (bytes: Uint8Array) => void;
  readonly failed: (cause: unknown) => void;
}

/**
 * Moves bytes through a bulk pair, one packet a transfer. A packet arrives whole or not at all, so a transfer that runs out
 * of time has lost nothing and is begun again; and a message that ends with a full packet needs no empty one after it.
 */
export class UsbPump implements Wire {
  readonly #address: string;
  readonly #pipe: UsbPipe;
  readonly #reading: Promise<void>;
  #sending: Promise<void> = Promise.resolve();
  #isOver = false;
  #waitingBytes = 0;

  constructor(address: string, pipe: UsbPipe, listener: UsbListener) {
    this.#address = address;
    this.#pipe = pipe;
    this.#reading = this.#read(listener);
  }

  /** Bytes that the device has not taken yet. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** In the order asked; what is behind a packet that the device does not take waits with it. */
  send(bytes: Uint8Array): Promise<void> {
    // A copy, because the caller may use its buffer again.
    const copy = Uint8Array.from(bytes);
    this.#waitingBytes += copy.length;
    const sent = this.#sending
      .then(() => this.#sendAll(copy))
      .finally(() => {
        this.#waitingBytes -= copy.length;
      });
    this.#sending = sent.catch(() => undefined);
    return sent;
  }

  /** Waits for the transfers on their way, a slice at most, and gives interface and device back. */
  async shut(): Promise<void> {
    this.#isOver = true;
    await Promise.all([this.#reading, this.#sending]);
    await releaseUsbPipe(this.#pipe);
  }

  async #read({ received, failed }: UsbListener): Promise<void> {
    const { endpointNumber, packetSize } = this.#pipe.input;
    try {
      while (!this.#isOver) {
        const read = (): Promise<UsbTransfer> => this.#pipe.device.transferIn(endpointNumber, packetSize, sliceMs);
        const data = (await this.#transfer("in", read))?.data;
        if (data !== undefined) received(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      }
    } catch (cause) {
      failed(cause);
    }
  }

  async #sendAll(bytes: Uint8Array): Promise<void> {
    const { endpointNumber, packetSize } = this.#pipe.output;
    for (let offset = 0; offset < bytes.length; offset += packetSize) {
      const packet = bytes.slice(offset, offset + packetSize);
      const write = (): Promise<UsbTransfer> => this.#pipe.device.transferOut(endpointNumber, packet, sliceMs);
      while ((await this.#transfer("out", write)) === undefined) {
        // Not taken in this slice: the device holds its buffer full, and the writer's own time-out decides.
      }
    }
  }

  /** One transfer, a halted endpoint set going again; `undefined` when its time ran out. */
  async #transfer(direction: "in" | "out", begin: () => Promise<UsbTransfer>): Promise<UsbTransfer | undefined> {
    for (let stalls = 0; stalls <= mostStalls; stalls += 1) {
      if (this.#isOver) throw linkErrors.lost(`${this.#address}: closed by us`);
      const startedMs = performance.now();
      const outcome = await begin().catch((cause: unknown) => this.#faultOf(cause));
      if (outcome === "late") {
        // A system that gives up at once must not make a loop that turns without end.
        if (performance.now() - startedMs < sliceMs / 10) await sleep(sliceMs / 10);
        return undefined;
      }
      if (outcome !== "stalled" && outcome.status === "ok") return outcome;
      const { endpointNumber } = direction === "in" ? this.#pipe.input : this.#pipe.output;
      await this.#pipe.device.clearHalt(direction, endpointNumber);
    }
    throw linkErrors.lost(`${this.#address}: the ${direction} endpoint stalls again and again`);
  }

  #faultOf(cause: unknown): "late" | "stalled" {
    const fault = transferFault(cause);
    if (fault === "gone") throw linkErrors.lost(`${this.#address}: ${String(cause)}`, cause);
    return fault;
  }
}
