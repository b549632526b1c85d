import { Emitter } from "../../base/async/emitter.ts";
import type { Log } from "../../base/log.ts";
import type { DeviceSession } from "../../device/device-session.ts";
import { openSession } from "../../device/open-session.ts";
import { linkErrors } from "../../link/link-errors.ts";
import type { PortInfo } from "../../link/list-ports.ts";
import { memoryLinkPair } from "../../link/memory-link.ts";
import { smpSettings, type SmpRecipe } from "../smp-settings.ts";
import type { FieldLife } from "./field-life.ts";
import { practiceErrors } from "./practice-errors.ts";

/** A socket of the practice fixture. Its device is a virtual one, spoken to over a link in memory: the same bytes as on a wire. */
export class PracticeSocket {
  readonly location: string;
  readonly #log: Log;
  readonly #presence = new Emitter<boolean>();
  #device: FieldLife | undefined;
  #unplug: (() => void) | undefined;

  constructor(location: string, log: Log) {
    this.location = location;
    this.#log = log;
  }

  /** What a machine would list of it: every practice unit looks like a Zephyr board. */
  get port(): PortInfo {
    return {
      kind: "serial",
      path: `practice:${this.location}`,
      manufacturer: "Touchmark practice",
      vendorId: "2fe3",
      productId: "0100",
      location: this.location,
    };
  }

  get isTaken(): boolean {
    return this.#device !== undefined;
  }

  holds(device: FieldLife): boolean {
    return this.#device === device;
  }

  watch(listener: (present: boolean) => void): () => void {
    listener(this.isTaken);
    return this.#presence.on(listener);
  }

  /** Throws `practice.slot-taken`. */
  refuseIfTaken(): void {
    if (this.isTaken) throw practiceErrors.slotTaken(`socket ${this.location} holds a unit`);
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

  openSession(recipe: SmpRecipe): Promise<DeviceSession> {
    if (this.#device === undefined) return Promise.reject(linkErrors.notFound(`socket ${this.location} is empty`));
    const { near, far } = memoryLinkPair(this.location);
    const detach = this.#device.attach(far);
    this.#unplug = () => {
      detach();
      void far.close();
    };
    return Promise.resolve(openSession("smp", near, { log: this.#log, ...smpSettings(recipe) }));
  }
}
