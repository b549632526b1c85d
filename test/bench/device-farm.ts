import { Worker } from "node:worker_threads";
import type { Link } from "../../main/link/link.ts";
import { LinkEnd } from "../../main/link/link-end.ts";

export type FarmOrder =
  | { readonly type: "make"; slot: string; serialNumber: string; model: string; withTpm: boolean }
  | { readonly type: "open"; slot: string; session: number; bitsPerSecond: number }
  /** `at`: when it was given, milliseconds since 1970. */
  | { readonly type: "write"; session: number; bytes: Uint8Array; at: number }
  | { readonly type: "close"; session: number };

export type FarmAnswer =
  | { readonly type: "ready"; rootPem: string; issuerDer: Uint8Array }
  | { readonly type: "made"; slot: string }
  | { readonly type: "bytes"; session: number; bytes: Uint8Array; computeMs: number; lateMs: number };

interface OpenSession {
  readonly link: LinkEnd;
  readonly onCompute: (ms: number, lateMs: number) => void;
}

const writeTimeoutMs = 5000;
/** On every thread the same. */
export const nowMs = (): number => performance.timeOrigin + performance.now();

/** Virtual devices at the end of slow wires, on a thread of their own: as real ones, they take no time from the station. */
export class DeviceFarm {
  readonly rootPem: string;
  readonly issuerDer: Uint8Array;
  readonly #worker: Worker;
  readonly #made = new Map<string, () => void>();
  readonly #sessions = new Map<number, OpenSession>();
  #lastSession = 0;

  private constructor(worker: Worker, ready: FarmAnswer & { type: "ready" }) {
    this.#worker = worker;
    this.rootPem = ready.rootPem;
    this.issuerDer = ready.issuerDer;
    worker.on("message", (message: FarmAnswer) => this.#hear(message));
  }

  static async start(): Promise<DeviceFarm> {
    const worker = new Worker(new URL("./device-farm-worker.ts", import.meta.url));
    const ready = await new Promise<FarmAnswer>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
    if (ready.type !== "ready") throw new Error("the farm did not begin");
    return new DeviceFarm(worker, ready);
  }

  /** Puts a new device beside the slot. */
  make(
    slot: string,
    unit: { readonly serialNumber: string; readonly model: string; readonly withTpm: boolean },
  ): Promise<void> {
    return new Promise((resolve) => {
      this.#made.set(slot, resolve);
      this.#tell({ type: "make", slot, ...unit });
    });
  }

  /** `onCompute` hears how long the device has been at work so far, and how long bytes to it waited because the farm had others to serve. */
  open(slot: string, bitsPerSecond: number, onCompute: (ms: number, lateMs: number) => void): Link {
    this.#lastSession += 1;
    const session = this.#lastSession;
    const wire = {
      send: (bytes: Uint8Array) => Promise.resolve(this.#tell({ type: "write", session, bytes, at: nowMs() })),
      shut: () => {
        this.#sessions.delete(session);
        return Promise.resolve(this.#tell({ type: "close", session }));
      },
    };
    const link = new LinkEnd(`bench:${slot}`, wire, () => writeTimeoutMs);
    this.#sessions.set(session, { link, onCompute });
    this.#tell({ type: "open", slot, session, bitsPerSecond });
    return link;
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #tell(order: FarmOrder): void {
    this.#worker.postMessage(order, []);
  }

  #hear(message: FarmAnswer): void {
    if (message.type === "made") this.#made.get(message.slot)?.();
    if (message.type !== "bytes") return;
    const open = this.#sessions.get(message.session);
    open?.onCompute(message.computeMs, message.lateMs);
    open?.link.received(message.bytes);
  }
}
