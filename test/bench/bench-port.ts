import { Emitter } from "../../main/base/async/emitter.ts";
import type { DeviceSession } from "../../main/device/device-session.ts";
import { openSession } from "../../main/device/open-session.ts";
import { memoryLinkPair } from "../../main/link/memory-link.ts";
import type { VirtualDevice } from "../../main/practice/virtual-device/virtual-device.ts";
import type { SlotPort } from "../../main/workflow/slots/slot.ts";

/** Bits a second, as on the serial ports of most boards. */
export const baudRate = 115_200;
const bitsPerByte = 10;

/** What had been spent on the unit in a port when it was asked. */
export interface Spent {
  readonly bytes: number;
  readonly wireMs: number;
  readonly deviceMs: number;
}

/** A place of the bench's fixture: a virtual device at the end of a wire as slow as a serial cable. */
export class BenchPort implements SlotPort {
  readonly id: string;
  readonly name: string;
  readonly #presence = new Emitter<boolean>();
  #device: VirtualDevice | undefined;
  #session: DeviceSession | undefined;

  constructor(id: string) {
    this.id = id;
    this.name = id;
  }

  watch(listener: (present: boolean) => void): () => void {
    listener(false);
    return this.#presence.on(listener);
  }

  plug(device: VirtualDevice): void {
    this.#device = device;
    this.#presence.emit(true);
  }

  unplug(): void {
    this.#presence.emit(false);
    this.#device = undefined;
    this.#session = undefined;
  }

  openSession(): Promise<DeviceSession> {
    if (this.#device === undefined) return Promise.reject(new Error(`slot ${this.id} is empty`));
    const { near, far } = memoryLinkPair(`bench-${this.id}`, { bitsPerSecond: baudRate });
    this.#device.attach(far);
    this.#session = openSession("smp", near);
    return Promise.resolve(this.#session);
  }

  spent(): Spent {
    const { sent, received } = this.#session?.traffic ?? { sent: 0, received: 0 };
    const bytes = sent + received;
    return { bytes, wireMs: (bytes * bitsPerByte * 1000) / baudRate, deviceMs: this.#device?.computeMs ?? 0 };
  }
}
