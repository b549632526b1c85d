import { slotErrors } from "./slot-errors.ts";
import { Slot, type SlotOptions, type SlotPort } from "./slot.ts";
import type { SlotState } from "./slot-state.ts";

export interface SlotsOptions extends Omit<SlotOptions, "port" | "sparesFirst"> {
  readonly ports: readonly SlotPort[];
}

/** The fixture: all slots of the station, in their order. */
export class Slots {
  readonly #options: Omit<SlotsOptions, "ports">;
  #slots: ReadonlyMap<string, Slot>;

  constructor({ ports, ...options }: SlotsOptions) {
    this.#options = options;
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
   * Adds a slot, or moves the one of that id to another port; what is plugged in there already is not built before it is plugged in
   * again. Throws `slot.busy` while a unit runs in it.
   */
  async put(port: SlotPort): Promise<Slot> {
    const before = this.#slots.get(port.id);
    if (before?.isRunning === true) throw slotErrors.busy(`slot ${port.id} is running`);
    // From here on a scan or a plug finds the new one; the old one has ended all it did when this resolves.
    const slot = new Slot({ ...this.#options, port, sparesFirst: true });
    this.#slots = new Map(this.#slots).set(port.id, slot);
    await before?.close();
    this.#options.onChange(slot);
    return slot;
  }

  /** Throws `slot.unknown`, `slot.busy`. */
  async remove(id: string): Promise<void> {
    const slot = this.get(id);
    if (slot.isRunning) throw slotErrors.busy(`slot ${id} is running`);
    this.#slots = new Map([...this.#slots].filter(([key]) => key !== id));
    await slot.close();
  }

  /** The slot whose unit carries one of the serial numbers, and which of them; undefined where none does. */
  holding(serialNumbers: readonly string[]): { readonly slot: Slot; readonly serialNumber: string } | undefined {
    for (const serialNumber of serialNumbers) {
      const slot = this.all().find(({ state }) => state.present && isAbout(state, serialNumber));
      if (slot !== undefined) return { slot, serialNumber };
    }
    return undefined;
  }

  /** The one slot that waits for a label. Throws `slot.none-waits`, `slot.which-slot`. */
  waitingForLabel(): Slot {
    const [only, ...others] = this.all().filter((slot) => slot.state.needsScan && slot.state.present);
    if (only === undefined) throw slotErrors.noneWaits("no slot waits for a label");
    if (others.length > 0) throw slotErrors.whichSlot(`${others.length + 1} slots wait for a label`);
    return only;
  }

  /** There is a lot to build now, or ports are allowed that were not: units that wait for it begin, others are left alone. */
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
