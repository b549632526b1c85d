import { platform } from "node:process";
import { type PortInfo, portLister } from "../list-ports.ts";
import { portPresence } from "../port-presence.ts";
import { systemFolders } from "./linux-socket.ts";
import { watchPortHints } from "./port-hints.ts";

/** What is there now, and what came and went since the last word. A device swapped or plugged in again is in both. */
export interface PortChange {
  readonly ports: readonly PortInfo[];
  readonly come: readonly PortInfo[];
  readonly gone: readonly PortInfo[];
}

export interface WatchPortsOptions {
  readonly list?: () => Promise<readonly PortInfo[]>;
  /** How often is looked without a hint; 3 s where the system gives hints (Linux), else 1 s. */
  readonly intervalMs?: number;
  readonly devFolder?: string;
}

interface Known {
  readonly port: PortInfo;
  readonly identity: string;
}

/** A new device is there in several steps (node, links, permissions): one look for all, and one more when they are done. */
const settleMs = [40, 400];

export interface PortWatch {
  /** Looks now, whatever it costs; resolves when what there is to tell was told. */
  look(): Promise<void>;
  stop(): void;
}

/**
 * Tells all ports and USB devices at the start (all as `come`), then at every change, however short. The watch never keeps the
 * process alive.
 */
export function watchPorts(listener: (change: PortChange) => void, options: WatchPortsOptions = {}): PortWatch {
  const { list = portLister(), devFolder = systemFolders.dev } = options;
  const intervalMs = options.intervalMs ?? (platform === "linux" ? 3000 : 1000);
  let known: ReadonlyMap<string, Known> | undefined;
  let stopped = false;
  const look = async (): Promise<void> => {
    const seen = await identified(await list());
    if (stopped) return;
    const change = compare(known, seen);
    known = seen;
    if (change !== undefined) listener(change);
  };
  const looks = new Looks(look, intervalMs);
  const stopHints = watchPortHints(() => looks.soon(settleMs), devFolder);
  void looks.now();
  return {
    look: () => looks.now(),
    stop: () => {
      stopped = true;
      looks.stop();
      stopHints();
    },
  };
}

/** Looks one after another: when asked, when hinted, and after a pause. A look that fails says nothing; the next one will. */
class Looks {
  readonly #look: () => Promise<void>;
  readonly #pauseMs: number;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #due: readonly number[] = [];
  #stopped = false;

  constructor(look: () => Promise<void>, pauseMs: number) {
    this.#look = look;
    this.#pauseMs = pauseMs;
  }

  soon(delays: readonly number[]): void {
    this.#due = delays;
    if (this.#next === undefined) this.#wait();
  }

  /** All who ask while one look is going on share the next one. */
  now(): Promise<void> {
    this.#next ??= this.#run(this.#running);
    return this.#next;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #run(before: Promise<void>): Promise<void> {
    await before;
    this.#next = undefined;
    if (this.#stopped) return;
    this.#running = this.#look().catch(() => undefined);
    await this.#running;
    if (this.#next === undefined) this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    const [next, ...rest] = this.#due;
    this.#due = rest;
    this.#timer = setTimeout(() => void this.now(), next ?? this.#pauseMs).unref();
  }
}

const keyOf = ({ kind, path, location }: PortInfo): string => JSON.stringify([kind, path, location]);

/** What makes an insertion: not what the device says of itself, which the system may learn a moment later. */
async function identified(ports: readonly PortInfo[]): Promise<ReadonlyMap<string, Known>> {
  const entries = ports.map(async (port): Promise<[string, Known]> => {
    const node = port.kind === "serial" && platform !== "win32" ? await portPresence(port.path) : "";
    return [keyOf(port), { port, identity: JSON.stringify([node, port.insertion]) }];
  });
  return new Map(await Promise.all(entries));
}

function compare(
  before: ReadonlyMap<string, Known> | undefined,
  now: ReadonlyMap<string, Known>,
): PortChange | undefined {
  const isSame = (key: string, { identity }: Known, other: ReadonlyMap<string, Known> | undefined): boolean =>
    other?.get(key)?.identity === identity;
  const come = [...now].filter(([key, one]) => !isSame(key, one, before)).map(([, { port }]) => port);
  const gone = [...(before ?? [])].filter(([key, one]) => !isSame(key, one, now)).map(([, { port }]) => port);
  const ports = [...now.values()].map(({ port }) => port);
  const told = JSON.stringify([...(before ?? new Map<string, Known>()).values()].map(({ port }) => port));
  if (before !== undefined && come.length === 0 && gone.length === 0 && told === JSON.stringify(ports))
    return undefined;
  return { ports, come, gone };
}
