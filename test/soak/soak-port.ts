import { Emitter } from "../../main/base/async/emitter.ts";
import type { DeviceSession } from "../../main/device/device-session.ts";
import { openSession } from "../../main/device/open-session.ts";
import type { Link } from "../../main/link/link.ts";
import { linkErrors } from "../../main/link/link-errors.ts";
import { memoryLinkPair } from "../../main/link/memory-link.ts";
import type { SlotPort } from "../../main/workflow/slots/slot.ts";
import { BadCable, type CableFault } from "./bad-cable.ts";
import type { SeededRandom } from "./seeded-random.ts";
import type { SoakUnit } from "./soak-units.ts";

export const requestTimeoutMs = 700;
const lateMs = requestTimeoutMs + 100;

/** What a whole soak must come back to nothing of. */
export interface Tally {
  linksOpened: number;
  linksClosed: number;
  /** Bytes that reached the station's end of a link after its session was closed. */
  bytesAfterClose: number;
  readonly faultsInjected: Partial<Record<CableFault, number>>;
  lateBytesInjected: number;
}

/** A place of the fixture into which units are plugged with a bad cable. */
export class SoakPort implements SlotPort {
  readonly id: string;
  readonly name: string;
  readonly #presence = new Emitter<boolean>();
  readonly #tally: Tally;
  readonly #random: SeededRandom;
  #unit: SoakUnit | undefined;
  #fault: CableFault = "none";
  #swapFor: SoakUnit | undefined;
  #cable: BadCable | undefined;
  #unplugCable: (() => void) | undefined;
  #late: Uint8Array = new Uint8Array();
  #listeners = 0;

  constructor(id: string, random: SeededRandom, tally: Tally) {
    this.id = id;
    this.name = id;
    this.#random = random;
    this.#tally = tally;
  }

  get unit(): SoakUnit | undefined {
    return this.#unit;
  }

  get listeners(): number {
    return this.#listeners;
  }

  watch(listener: (present: boolean) => void): () => void {
    listener(this.#unit !== undefined);
    this.#listeners += 1;
    const stop = this.#presence.on(listener);
    return () => {
      this.#listeners -= 1;
      stop();
    };
  }

  /** `next` is put in at once when the fault is "swapped". */
  plug(unit: SoakUnit, fault: CableFault, next?: SoakUnit): void {
    this.#unit = unit;
    this.#fault = fault;
    this.#swapFor = next;
    this.#tally.faultsInjected[fault] = (this.#tally.faultsInjected[fault] ?? 0) + 1;
    this.#presence.emit(true);
  }

  unplug(): void {
    if (this.#unit === undefined) return;
    this.#late = this.#cable?.late ?? new Uint8Array();
    this.#unplugCable?.();
    this.#cable = undefined;
    this.#unplugCable = undefined;
    this.#unit = undefined;
    this.#presence.emit(false);
  }

  openSession(): Promise<DeviceSession> {
    const unit = this.#unit;
    if (unit === undefined) return Promise.reject(linkErrors.notFound(`slot ${this.id} is empty`));
    const { near, far } = memoryLinkPair(`soak-${this.id}`);
    const cable = new BadCable(far, {
      fault: this.#fault,
      random: this.#random,
      lateMs,
      // A hand may have been faster: a cable that is out pulls nothing, and puts nothing in.
      onPull: () => {
        if (this.#cable === cable) this.#pulled();
      },
    });
    this.#cable = cable;
    this.#pushLate(far);
    const detach = unit.device.attach(cable);
    this.#unplugCable = () => {
      detach();
      void far.close();
    };
    this.#tally.linksOpened += 1;
    return Promise.resolve(openSession("smp", counted(near, this.#tally), { requestTimeoutMs, workTimeoutMs: 20_000 }));
  }

  /** What the last unit said too late stands in the adapter's buffer and is the first that the next session hears. */
  #pushLate(far: Link): void {
    if (this.#late.length === 0) return;
    this.#tally.lateBytesInjected += this.#late.length;
    void far.write(this.#late).catch(() => undefined);
    this.#late = new Uint8Array();
  }

  #pulled(): void {
    const next = this.#swapFor;
    this.unplug();
    if (next !== undefined) this.plug(next, "none");
  }
}

/** The link as it is, told of when it is closed and of what it still brings then. */
function counted(link: Link, tally: Tally): Link {
  let closed = false;
  return {
    address: link.address,
    get isOpen() {
      return link.isOpen;
    },
    write: (bytes, signal) => link.write(bytes, signal),
    listen: ({ onBytes, onClosed }) =>
      link.listen({
        onBytes: (bytes) => {
          if (closed) tally.bytesAfterClose += bytes.length;
          onBytes(bytes);
        },
        onClosed,
      }),
    close: async () => {
      if (!closed) tally.linksClosed += 1;
      closed = true;
      await link.close();
    },
  };
}
