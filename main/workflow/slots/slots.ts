import { slotErrors } from "./slot-errors.ts";
import { Slot, type SlotOptions, type SlotPort } from "./slot.ts";
import type { SlotState } from "./slot-state.ts";

export interface SlotsOptions extends Omit<SlotOptions, "port"> {
  readonly ports: readonly SlotPort[];
}

/** The fixture: all slots of the station. */
export class Slots {
  readonly #slots: ReadonlyMap<string, Slot>;

  constructor({ ports, ...options }: SlotsOptions) {
    this.#slots = new Map(ports.map((port) => [port.id, new Slot({ ...options, port })]));
  }

  all(): readonly Slot[] {
    return [...this.#slots.values()];
  }

  /** Throws `slot.unknown`. */
  get(id: string): Slot {
    const slot = this.#slots.get(id);
    if (slot === undefined) throw slotErrors.unknown(`no slot "${id}"`);
    return slot;
  }

  get isRunning(): boolean {
    return this.all().some((slot) => slot.isRunning);
  }

  /**
   * Starts the run a scanned label asks for: the one slot that waits for a label, or the slot whose finished unit carries
   * that serial number. Throws `slot.unknown-code`, or what the slot's start throws.
   */
  scan(code: string): Slot {
    const serialNumber = code.trim();
    const known = this.all().find(({ state }) => state.present && isAbout(state, serialNumber));
    const waiting = this.all().filter((slot) => slot.state.needsScan && slot.state.present);
    const target = known ?? (waiting.length === 1 ? waiting[0] : undefined);
    if (target === undefined)
      throw slotErrors.unknownCode(`"${serialNumber}" is no unit in a slot; ${waiting.length} slots wait for a label`);
    target.start(serialNumber);
    return target;
  }

  /** There is a lot to build now: units that wait for it begin. */
  startFresh(): void {
    for (const slot of this.all()) slot.startFresh();
  }

  async close(): Promise<void> {
    await Promise.all(this.all().map((slot) => slot.close()));
  }
}

/** A second scan of the same label finds the run that the first one started, before the device has said who it is. */
const isAbout = ({ run, scanned }: SlotState, serialNumber: string): boolean =>
  run?.serialNumber === serialNumber || scanned === serialNumber;
