import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { concatBytes } from "../../../main/base/bytes/bytes.ts";
import { listPorts, type PortInfo } from "../../../main/link/list-ports.ts";
import { listUsbDevices } from "../../../main/link/usb-link/list-usb-devices.ts";
import type { AcmLines } from "../usbip/cdc-acm-lines.ts";
import type { BenchDeed, BenchDeviceName, BenchEvent, BenchOrder } from "./bench-messages.ts";

const run = promisify(execFile);
const patienceMs = 60_000;

const acmPath = "/dev/ttyACM0";
const productOf = { bulk: "0001", acm: "0100" } satisfies Record<BenchDeviceName, string>;

/** USB devices of ours on the guest's own bus: the kernel imports them by USB/IP from a thread beside the tests. */
export class UsbBench {
  readonly #worker: Worker;
  readonly #port: number;
  readonly #busIds: Readonly<Record<BenchDeviceName, string>>;
  readonly #orders = new Map<number, () => void>();
  readonly #received = new Map<BenchDeviceName, Uint8Array[]>();
  #lines: Readonly<AcmLines> | undefined;
  #nextId = 1;

  private constructor(worker: Worker, ready: BenchEvent & { type: "ready" }) {
    this.#worker = worker;
    this.#port = ready.port;
    this.#busIds = ready.busIds;
    worker.on("message", (event: BenchEvent) => this.#hear(event));
    // The tests decide when it is over.
    worker.unref();
  }

  static async start(): Promise<UsbBench> {
    const worker = new Worker(join(import.meta.dirname, "bench-worker.js"));
    const [event] = (await once(worker, "message")) as [BenchEvent];
    if (event.type !== "ready") throw new Error("the devices' thread did not start");
    return new UsbBench(worker, event);
  }

  /** The last that the CDC-ACM device was told by its driver. */
  get lines(): Readonly<AcmLines> | undefined {
    return this.#lines;
  }

  received(device: BenchDeviceName): Uint8Array {
    return concatBytes(...(this.#received.get(device) ?? []));
  }

  /** As if fresh from the factory: nothing waits, nothing is halted. */
  async reset(device: BenchDeviceName, as: "cable" | "unit"): Promise<void> {
    await this.order(device, { what: "reset", as });
    this.#received.delete(device);
  }

  order(device: BenchDeviceName, deed: BenchDeed): Promise<void> {
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve) => {
      this.#orders.set(id, resolve);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
      this.#worker.postMessage({ id, device, ...deed } satisfies BenchOrder);
    });
  }

  /** Plugs a device in, if it is out, and waits until it can be opened; gives its address. */
  async plug(device: BenchDeviceName): Promise<string> {
    const there = await this.find(device);
    if (there !== undefined) return there;
    const port = String(this.#port);
    await run("usbip", ["--tcp-port", port, "attach", "-r", "127.0.0.1", "-b", this.#busIds[device]], {
      timeout: patienceMs,
    });
    return await this.#until(device, (address) => address);
  }

  async unplug(device: BenchDeviceName): Promise<void> {
    await this.order(device, { what: "unplug" });
    await this.#until(device, (address) => (address === undefined ? true : undefined));
  }

  /** Where `openLink` finds it now, without the station's list: an emulated machine may take longer for that than it may. */
  async find(device: BenchDeviceName): Promise<string | undefined> {
    if (device === "acm") return existsSync(acmPath) ? acmPath : undefined;
    return (await listUsbDevices()).find(({ productId }) => productId === productOf.bulk)?.path;
  }

  /** As `touchmark ports` lists it. */
  async list(device: BenchDeviceName): Promise<PortInfo> {
    const kind = device === "bulk" ? "usb" : "serial";
    for (const startedMs = performance.now(); performance.now() - startedMs < patienceMs; ) {
      const ports = await listPorts();
      const port = ports.find((one) => one.kind === kind && one.productId === productOf[device]);
      if (port !== undefined) return port;
    }
    throw new Error(`${device} is not listed`);
  }

  async #until<Value>(
    device: BenchDeviceName,
    wanted: (address: string | undefined) => Value | undefined,
  ): Promise<Value> {
    for (const startedMs = performance.now(); performance.now() - startedMs < patienceMs; await delay(100)) {
      const value = wanted(await this.find(device));
      if (value !== undefined) return value;
    }
    throw new Error(`${device} did not come or go in ${patienceMs} ms`);
  }

  #hear(event: BenchEvent): void {
    if (event.type === "lines") this.#lines = event.lines;
    if (event.type === "bytes")
      this.#received.set(event.device, [...(this.#received.get(event.device) ?? []), event.bytes]);
    if (event.type === "done") {
      this.#orders.get(event.id)?.();
      this.#orders.delete(event.id);
    }
  }
}
