import { Emitter } from "../../base/async/emitter.ts";
import type { Log } from "../../base/log.ts";
import type { DeviceSession } from "../../device/device-session.ts";
import { openSession } from "../../device/open-session.ts";
import { linkErrors } from "../../link/link-errors.ts";
import { memoryLinkPair } from "../../link/memory-link.ts";
import type { SlotPort } from "../../workflow/slots/slot.ts";
import type { FieldLife } from "./field-life.ts";
import { practiceErrors } from "./practice-errors.ts";

/** A slot whose device is a virtual one, spoken to over a link in memory: the same bytes as on a wire. */
export class PracticeSlot implements SlotPort {
  readonly id: string;
  readonly name: string;
  readonly #log: Log;
  readonly #presence = new Emitter<boolean>();
  #device: FieldLife | undefined;
  #unplug: (() => void) | undefined;

  constructor(id: string, log: Log) {
    this.id = id;
    this.name = id;
    this.#log = log;
  }

  watch(listener: (present: boolean) => void): () => void {
    listener(this.#device !== undefined);
    return this.#presence.on(listener);
  }

  /** Throws `practice.slot-taken`. */
  refuseIfTaken(): void {
    if (this.#device !== undefined) throw practiceErrors.slotTaken(`slot ${this.id} holds a unit`);
  }

  insert(device: FieldLife): void {
    this.refuseIfTaken();
    this.#device = device;
    this.#presence.emit(true);
  }

  remove(): void {
    this.#unplug?.();
    this.#unplug = undefined;
    this.#device?.started();
    this.#device = undefined;
    this.#presence.emit(false);
  }

  openSession(): Promise<DeviceSession> {
    if (this.#device === undefined) return Promise.reject(linkErrors.notFound(`slot ${this.id} is empty`));
    const { near, far } = memoryLinkPair(`slot-${this.id}`);
    const detach = this.#device.attach(far);
    this.#unplug = () => {
      detach();
      void far.close();
    };
    return Promise.resolve(openSession("smp", near, { log: this.#log }));
  }
}
