import type { PracticeFault } from "../../api/contract/index.ts";
import type { PracticeDesk } from "../../api/desk.ts";
import type { PracticeDps } from "../../practice/dps/practice-dps.ts";
import { slotErrors } from "../../workflow/slots/slot-errors.ts";
import type { SlotPort } from "../../workflow/slots/slot.ts";
import { PracticeSlot } from "./practice-slot.ts";
import { PracticeUnits, type PracticeUnitsOptions } from "./practice-units.ts";

export interface PracticeFixtureOptions extends PracticeUnitsOptions {
  readonly slotCount: number;
}

/** The practice fixture: slots into which virtual devices are plugged by a press instead of a hand. */
export class PracticeFixture implements PracticeDesk {
  readonly #slots: ReadonlyMap<string, PracticeSlot>;
  readonly #units: PracticeUnits;
  readonly #dps: PracticeDps;

  constructor(options: PracticeFixtureOptions) {
    this.#units = new PracticeUnits(options);
    this.#dps = options.dps;
    const ids = Array.from({ length: options.slotCount }, (_, index) => String(index + 1));
    this.#slots = new Map(ids.map((id) => [id, new PracticeSlot(id, options.log)]));
  }

  get ports(): readonly SlotPort[] {
    return [...this.#slots.values()];
  }

  async plug(slotId: string, fault: PracticeFault): Promise<void> {
    const slot = this.#slot(slotId);
    // Before a unit is made: one that finds no place must not count.
    slot.refuseIfTaken();
    slot.insert(await this.#units.make(fault));
  }

  unplug(slotId: string): void {
    this.#slot(slotId).remove();
  }

  plugIntoFreeSocket(): Promise<string> {
    return Promise.reject(slotErrors.unknownPort("not yet"));
  }

  setServiceReachable(reachable: boolean): void {
    this.#dps.setReachable(reachable);
  }

  close(): Promise<void> {
    for (const slot of this.#slots.values()) slot.remove();
    return this.#units.close();
  }

  #slot(id: string): PracticeSlot {
    const slot = this.#slots.get(id);
    if (slot === undefined) throw slotErrors.unknown(`no slot "${id}"`);
    return slot;
  }
}
