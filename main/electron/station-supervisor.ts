import type { MessagePortMain, UtilityProcess } from "electron";
import { Emitter } from "../base/async/emitter.ts";
import type { Log } from "../base/log.ts";
import { fromStationSchema, type Problem, type ToStation } from "./station-messages.ts";

const backOffMs = [250, 1_000, 2_000, 5_000, 10_000] as const;
/** A station that lived this long starts with the shortest wait again. */
const healthyAfterMs = 60_000;
const closeTimeoutMs = 10_000;
const waitingPortsAllowed = 8;

export interface SupervisorOptions {
  readonly fork: () => UtilityProcess;
  readonly log: Log;
}

/**
 * Keeps one station process alive: starts it again with growing waits when it dies, hands it the pages' ports, and
 * keeps those that come while there is none. When a station dies, the ports it held close by themselves.
 */
export class StationSupervisor {
  /** The station could not start, with its own reason; it is tried again all the same. */
  readonly failed = new Emitter<Problem>();
  /** It will be a while until it is ready; the signal aborts when that is over. */
  readonly upgrading = new Emitter<AbortSignal>();
  readonly #options: SupervisorOptions;
  #child: UtilityProcess | undefined;
  #ready = false;
  #waiting: MessagePortMain[] = [];
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #startedAt = 0;
  #closing: Promise<void> | undefined;
  #upgrade: AbortController | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#child !== undefined || this.#closing !== undefined) return;
    clearTimeout(this.#timer);
    this.#startedAt = performance.now();
    const child = this.#options.fork();
    this.#child = child;
    child.on("message", (message: unknown) => this.#onMessage(child, message));
    child.once("exit", (code) => this.#onExit(child, code));
  }

  /** Gives a page's port to the station, now or as soon as there is one. */
  connect(port: MessagePortMain): void {
    if (this.#closing !== undefined) port.close();
    else if (this.#ready && this.#child !== undefined) this.#hand(this.#child, port);
    else this.#keep(port);
  }

  /** Lets the station close in order, within a bound, then ends it. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  #hand(child: UtilityProcess, port: MessagePortMain): void {
    child.postMessage({ type: "port" } satisfies ToStation, [port]);
  }

  #keep(port: MessagePortMain): void {
    this.#waiting.push(port);
    if (this.#waiting.length > waitingPortsAllowed) this.#waiting.shift()?.close();
  }

  #onMessage(child: UtilityProcess, message: unknown): void {
    const parsed = fromStationSchema.safeParse(message);
    if (!parsed.success || child !== this.#child) return;
    this.#upgrade?.abort();
    if (parsed.data.type === "upgrading") {
      this.#upgrade = new AbortController();
      this.upgrading.emit(this.#upgrade.signal);
      return;
    }
    if (parsed.data.type === "failed") {
      const { problem } = parsed.data;
      this.#options.log.error({ code: problem.code, detail: problem.detail }, "the station did not start");
      this.failed.emit(problem);
      child.kill();
      return;
    }
    this.#ready = true;
    for (const port of this.#waiting.splice(0)) this.#hand(child, port);
  }

  #onExit(child: UtilityProcess, code: number): void {
    if (child !== this.#child) return;
    this.#child = undefined;
    this.#ready = false;
    this.#upgrade?.abort();
    if (this.#closing !== undefined) return;
    if (performance.now() - this.#startedAt > healthyAfterMs) this.#failures = 0;
    const wait = backOffMs[Math.min(this.#failures, backOffMs.length - 1)] ?? 10_000;
    this.#failures += 1;
    this.#options.log.error({ code, failures: this.#failures, wait }, "the station process ended; it is started again");
    this.#timer = setTimeout(() => this.start(), wait);
  }

  async #end(): Promise<void> {
    clearTimeout(this.#timer);
    for (const port of this.#waiting.splice(0)) port.close();
    const child = this.#child;
    if (child === undefined) return;
    await new Promise<void>((resolve) => {
      const limit = setTimeout(() => {
        this.#options.log.warn({}, "the station did not close in time and is ended");
        child.kill();
        resolve();
      }, closeTimeoutMs);
      child.once("exit", () => {
        clearTimeout(limit);
        resolve();
      });
      child.postMessage({ type: "close" } satisfies ToStation, []);
    });
  }
}
