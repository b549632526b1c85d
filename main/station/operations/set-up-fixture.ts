import { join } from "node:path";
import type { BoundSlot, PortView } from "../../api/contract/index.ts";
import { listPorts, type PortInfo } from "../../link/list-ports.ts";
import { slotErrors } from "../../workflow/slots/slot-errors.ts";
import { WatchedPorts } from "../fixture/port-board.ts";
import { changedRules, isAllowed, type PortRules } from "../fixture/port-rules.ts";
import { boundSlotView, portView } from "../fixture/port-view.ts";
import { StationFile } from "../fixture/station-file.ts";
import { teachSocket } from "../fixture/teach-socket.ts";
import { bookChange, changeStationFile } from "./change-station-file.ts";

/** A port as the command line shows it; `byPath` is what a station.yaml written by hand may name. */
export type ListedPort = PortView & Pick<PortInfo, "byPath">;

/** What is plugged in, as this folder's settings judge it; the folder need not be there. Throws `set-up.settings`. */
export async function listStationPorts(root: string): Promise<readonly ListedPort[]> {
  const [settings, ports] = await Promise.all([StationFile.open(join(root, "station.yaml")), listPorts()]);
  return ports.map((port) => ({
    ...portView(port, settings),
    ...(port.byPath === undefined ? {} : { byPath: port.byPath }),
  }));
}

/** Throws `set-up.settings`. */
export async function listStationSlots(root: string): Promise<readonly BoundSlot[]> {
  const [settings, ports] = await Promise.all([StationFile.open(join(root, "station.yaml")), listPorts()]);
  return settings.slots.map((binding) => boundSlotView(binding, ports, settings));
}

export interface StationLesson {
  readonly name: string;
  readonly waitMs: number;
  readonly signal: AbortSignal;
  readonly onReady: () => void;
}

/** Binds a slot to the socket of the next device, as the folder's one owner. Throws `slot.*`, `set-up.*`, `station.cancelled`. */
export async function teachStationSlot(root: string, lesson: StationLesson): Promise<BoundSlot> {
  return changeStationFile(root, async (settings) => {
    const board = new WatchedPorts();
    // Nothing else that waits here keeps the process alive.
    const awake = setInterval(() => undefined, 60_000);
    try {
      const binding = await teachSocket({ board, settings, ...lesson });
      await settings.bind(binding);
      await bookChange(root, { act: "slot-taught", subject: binding.name });
      return boundSlotView(binding, board.ports, settings);
    } finally {
      clearInterval(awake);
      board.close();
    }
  });
}

/** Throws `slot.unknown`, `set-up.*`. */
export async function forgetStationSlot(root: string, name: string): Promise<void> {
  await changeStationFile(root, async (settings) => {
    if (!settings.slots.some((slot) => slot.name === name)) throw slotErrors.unknown(`no slot "${name}"`);
    await settings.forget(name);
    await bookChange(root, { act: "slot-forgotten", subject: name });
  });
}

export interface PortPermission {
  /** Path, by-path link or location of a port, or `VVVV:PPPP` for all of a make; it need not be there. */
  readonly place: string;
  readonly allowed: boolean;
}

/** Returns the rules as they are then. Throws `set-up.*`. */
export async function permitStationPort(root: string, { place, allowed }: PortPermission): Promise<PortRules> {
  const ports = await listPorts();
  return changeStationFile(root, async (settings) => {
    const port = ports.find(({ path, byPath, location }) => [path, byPath, location].includes(place));
    await settings.setRules(
      port === undefined ? rulesByEntry(settings.rules, place, allowed) : changedRules(settings.rules, port, allowed),
    );
    await bookChange(root, { act: allowed ? "port-allowed" : "port-denied", subject: place });
    return settings.rules;
  });
}

/** For what is not there to be looked at: the entry itself comes and goes. */
function rulesByEntry(rules: PortRules, entry: string, allowed: boolean): PortRules {
  const [vendorId, productId] = /^[0-9a-f]{4}:[0-9a-f]{4}$/i.test(entry) ? entry.toLowerCase().split(":") : [];
  const marks = vendorId === undefined || productId === undefined ? {} : { vendorId, productId };
  const stand: PortInfo = { kind: "serial", path: entry, ...marks };
  return isAllowed(stand, rules) === allowed ? rules : changedRules(rules, stand, allowed, entry);
}
