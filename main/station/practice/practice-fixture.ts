import type { PracticeCall, PracticeFault, PracticeHubDevice } from "../../api/contract/index.ts";
import type { PracticeDesk } from "../../api/desk.ts";
import type { PracticeDps } from "../../practice/dps/practice-dps.ts";
import { slotErrors } from "../../workflow/slots/slot-errors.ts";
import type { SlotPort } from "../../workflow/slots/slot.ts";
import type { Sockets } from "../fixture/fixture-set-up.ts";
import { PassingSettings } from "../fixture/fixture-settings.ts";
import { isAllowed } from "../fixture/port-rules.ts";
import { skipReason } from "../fixture/skip-reason.ts";
import { placeOf, type SlotBinding } from "../fixture/slot-binding.ts";
import { PracticeBoard } from "./practice-board.ts";
import { practiceErrors } from "./practice-errors.ts";
import { PracticeSocket } from "./practice-socket.ts";
import { PracticeUnits, type PracticeUnitsOptions } from "./practice-units.ts";

export interface PracticeFixtureOptions extends PracticeUnitsOptions {
  /** Slots that are bound from the start; as many sockets again are free to be taught. */
  readonly slotCount: number;
}

/** The practice fixture: sockets into which virtual devices are plugged by a press instead of a hand. */
export class PracticeFixture implements PracticeDesk, Sockets {
  readonly board = new PracticeBoard();
  readonly settings: PassingSettings;
  readonly #sockets: ReadonlyMap<string, PracticeSocket>;
  readonly #units: PracticeUnits;
  readonly #dps: PracticeDps;

  constructor(options: PracticeFixtureOptions) {
    const { slotCount, log, dps } = options;
    this.#units = new PracticeUnits(options);
    this.#dps = dps;
    const locations = Array.from({ length: 2 * slotCount }, (_, index) => `practice-${index + 1}`);
    this.#sockets = new Map(locations.map((location) => [location, new PracticeSocket(location, log)]));
    const bound = locations.slice(0, slotCount);
    this.settings = new PassingSettings(bound.map((location, index) => ({ name: String(index + 1), location })));
  }

  slotPort(binding: SlotBinding): SlotPort {
    const socket = this.#socketAt(placeOf(binding));
    return {
      id: binding.name,
      name: binding.name,
      watch: (listener) => socket.watch(listener),
      openSession: ({ recipe }) => socket.openSession(recipe),
      skipReason: (recipe) =>
        skipReason(socket.isTaken ? [socket.port] : [], this.settings.rules, recipe?.recipe.link.match),
    };
  }

  plug(slotId: string, fault: PracticeFault): Promise<void> {
    return this.#plugInto(this.#slot(slotId), fault);
  }

  unplug(slotId: string): void {
    this.#pull(this.#slot(slotId));
  }

  /** A unit that is in the free socket already is plugged in again. Throws `practice.slot-taken` where no socket is free. */
  async plugIntoFreeSocket(fault: PracticeFault): Promise<string> {
    const bound = new Set(this.settings.slots.map(placeOf));
    const free = [...this.#sockets.values()].filter(({ location }) => !bound.has(location));
    const socket = free.find(({ port }) => isAllowed(port, this.settings.rules)) ?? free[0];
    if (socket === undefined) throw practiceErrors.slotTaken("every socket is a slot's");
    if (socket.isTaken) this.#pull(socket);
    await this.#plugInto(socket, fault);
    return socket.port.path;
  }

  setServiceReachable(reachable: boolean): void {
    this.#dps.setReachable(reachable);
  }

  calls(limit: number): readonly PracticeCall[] {
    return this.#dps.calls
      .since(0, limit)
      .toReversed()
      .map(({ at, transport, api, method, path, status, errorCode, ms, fault }) => ({
        at,
        api: transport === "https" ? (api === "service" ? "service" : "device") : "mqtt",
        method,
        path,
        // A connection that was cut had none.
        status: status ?? 0,
        errorCode,
        ms,
        fault,
      }));
  }

  hubDevices(limit: number): readonly PracticeHubDevice[] {
    return this.#dps.linkedHubs
      .show()
      .toSorted((a, b) => (b.lastSeenAt ?? "").localeCompare(a.lastSeenAt ?? ""))
      .slice(0, limit)
      .map(({ twin: { tags, properties }, ...device }) => ({ ...device, twin: { tags, ...properties } }));
  }

  close(): Promise<void> {
    for (const socket of this.#sockets.values()) this.#pull(socket);
    return this.#units.close();
  }

  async #plugInto(socket: PracticeSocket, fault: PracticeFault): Promise<void> {
    // Before a unit is made: one that finds no place must not count.
    socket.refuseIfTaken();
    const sockets = [...this.#sockets.values()];
    socket.insert(await this.#units.make(fault, (unit) => sockets.some((other) => other.holds(unit))));
    this.board.plugged(socket.port);
  }

  #pull(socket: PracticeSocket): void {
    socket.remove();
    this.board.pulled(socket.location);
  }

  #slot(id: string): PracticeSocket {
    const binding = this.settings.slots.find(({ name }) => name === id);
    if (binding === undefined) throw slotErrors.unknown(`no slot "${id}"`);
    return this.#socketAt(placeOf(binding));
  }

  #socketAt(location: string): PracticeSocket {
    const socket = this.#sockets.get(location);
    if (socket === undefined) throw slotErrors.unknown(`no socket "${location}"`);
    return socket;
  }
}
