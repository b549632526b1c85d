import { Emitter } from "../../main/base/async/emitter.ts";
import type { DeviceSession } from "../../main/device/device-session.ts";
import { openSession } from "../../main/device/open-session.ts";
import type { SlotPort } from "../../main/workflow/slots/slot.ts";
import type { DeviceFarm } from "./device-farm.ts";

/** Bits a second, as on the serial ports of most boards. */
export const baudRate = 115_200;
const bitsPerByte = 10;

/** What had been spent on the unit in a port when it was asked. */
export interface Spent {
  readonly bytes: number;
  readonly wireMs: number;
  readonly deviceMs: number;
  /** Bytes to the device waited so long because the bench itself, which plays all devices on one thread, was late. */
  readonly lateMs: number;
}

/** A place of the bench's fixture: a virtual device at the end of a wire as slow as a serial cable. */
export class BenchPort implements SlotPort {
  readonly id: string;
  readonly name: string;
  readonly #presence = new Emitter<boolean>();
  readonly #farm: DeviceFarm;
  #session: DeviceSession | undefined;
  #deviceMs = 0;
  #lateMs = 0;
  #device: string;

  constructor(id: string, farm: DeviceFarm) {
    this.id = id;
    this.name = id;
    this.#device = id;
    this.#farm = farm;
  }

  watch(listener: (present: boolean) => void): () => void {
    listener(false);
    return this.#presence.on(listener);
  }

  /** By default the device made for this slot last. */
  plug(device = this.id): void {
    this.#device = device;
    this.#presence.emit(true);
  }

  unplug(): void {
    this.#presence.emit(false);
    this.#session = undefined;
    this.#deviceMs = 0;
    this.#lateMs = 0;
  }

  openSession(): Promise<DeviceSession> {
    this.#session = openSession(
      "smp",
      this.#farm.open(this.#device, baudRate, (ms, lateMs) => {
        this.#deviceMs = ms;
        this.#lateMs = lateMs;
      }),
    );
    return Promise.resolve(this.#session);
  }

  spent(): Spent {
    const { sent, received } = this.#session?.traffic ?? { sent: 0, received: 0 };
    const bytes = sent + received;
    return { bytes, wireMs: (bytes * bitsPerByte * 1000) / baudRate, deviceMs: this.#deviceMs, lateMs: this.#lateMs };
  }
}
