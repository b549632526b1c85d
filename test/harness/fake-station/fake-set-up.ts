import { setTimeout as sleep } from "node:timers/promises";
import type {
  BoundSlot,
  PortView,
  Problem,
  Slot,
  StationEvent,
  TrustedRootView,
} from "../../../main/api/contract/index.ts";
import { sha256Hex } from "./fake-records.ts";

export interface FakeSetUpOptions {
  readonly slots: () => readonly Slot[];
  readonly addSlot: (name: string) => Slot;
  readonly removeSlot: (id: string) => void;
  readonly skipSlot: (id: string, skipped: Slot["skipped"]) => void;
  readonly publish: (event: StationEvent) => void;
  readonly refuse: (problem: Problem) => never;
  /** How long teaching waits; default 60 s. */
  readonly teachWithinMs?: number;
}

interface Socket {
  readonly location: string;
  readonly device: Pick<PortView, "vendorId" | "productId" | "manufacturer" | "serialNumber" | "likely"> | null;
}

/** Sockets, ports and roots in memory: for trying screens. */
export class FakeSetUp {
  readonly #options: FakeSetUpOptions;
  readonly #sockets = new Map<string, Socket>();
  readonly #bound = new Map<string, string>();
  readonly #denied = new Set<string>();
  readonly #roots = new Map<string, TrustedRootView>();
  #taught: ((location: string) => void) | undefined;

  constructor(options: FakeSetUpOptions) {
    this.#options = options;
    for (const slot of options.slots()) {
      const location = `1-1.${slot.id}`;
      this.#bound.set(slot.id, location);
      this.#sockets.set(location, { location, device: Number(slot.id) % 2 === 1 ? deviceOf(Number(slot.id)) : null });
    }
    this.#sockets.set("3-2", { location: "3-2", device: printer });
  }

  slots(): BoundSlot[] {
    return this.#options.slots().map((slot) => this.#slot(slot));
  }

  ports(): PortView[] {
    return [...this.#sockets.values()].flatMap((socket) => {
      const port = this.#port(socket.location);
      return port === null ? [] : [port];
    });
  }

  async teach(name: string, signal: AbortSignal | undefined): Promise<BoundSlot> {
    if (this.#taught !== undefined) return this.#options.refuse(teachBusy);
    const { teachWithinMs = 60_000 } = this.#options;
    const plugged = Promise.withResolvers<string>();
    this.#taught = plugged.resolve;
    const limit = AbortSignal.any([...(signal === undefined ? [] : [signal]), AbortSignal.timeout(teachWithinMs)]);
    limit.addEventListener("abort", () => plugged.resolve(""), { once: true });
    if (limit.aborted) plugged.resolve("");
    const location = await plugged.promise;
    this.#taught = undefined;
    if (location === "") return this.#options.refuse(teachTimeout);
    const slot = this.#options.slots().find((one) => one.name === name) ?? this.#options.addSlot(name);
    this.#bound.set(slot.id, location);
    this.#changed();
    return this.#slot(slot);
  }

  /** Into a socket of its own, after the time a hand takes. */
  async plug(): Promise<string> {
    await sleep(200);
    const number = this.#sockets.size + 1;
    const location = `1-2.${number}`;
    this.#sockets.set(location, { location, device: deviceOf(number) });
    this.#changed();
    this.#taught?.(location);
    return `/dev/ttyUSB${number}`;
  }

  forget(id: string): BoundSlot[] {
    this.#bound.delete(id);
    this.#options.removeSlot(id);
    this.#options.publish({ type: "slot-gone", slotId: id });
    this.#changed();
    return this.slots();
  }

  allow(place: string, allowed: boolean): PortView[] {
    const location = this.ports().find((port) => port.location === place || port.path === place)?.location ?? place;
    if (allowed) this.#denied.delete(location);
    else this.#denied.add(location);
    for (const [id, bound] of this.#bound) {
      if (bound === location) this.#options.skipSlot(id, allowed ? null : "port-not-allowed");
    }
    this.#changed();
    return this.ports();
  }

  roots(): TrustedRootView[] {
    return [...this.#roots.values()].sort((a, b) => a.subject.localeCompare(b.subject));
  }

  /** Believes any file to be a certificate, by the name in its first line. */
  addRoot(base64: string): TrustedRootView[] {
    const text = Buffer.from(base64, "base64").toString();
    if (text.startsWith("not a certificate")) return this.#options.refuse(badCertificate);
    const subject = `CN=${text.split("\n", 1)[0]}, O=Practice Semiconductors, C=DE`;
    const root: TrustedRootView = {
      fingerprint: sha256Hex(text),
      subject,
      issuer: subject,
      notBefore: "2019-03-01T00:00:00.000Z",
      notAfter: "2049-03-01T00:00:00.000Z",
    };
    this.#roots.set(root.fingerprint, root);
    this.#changed();
    return [root];
  }

  removeRoot(fingerprint: string): TrustedRootView[] {
    if (!this.#roots.delete(fingerprint)) return this.#options.refuse(notTrusted);
    this.#changed();
    return this.roots();
  }

  #changed(): void {
    this.#options.publish({ type: "set-up" });
  }

  #slot(slot: Slot): BoundSlot {
    const binding = this.#bound.get(slot.id) ?? "";
    return { id: slot.id, name: slot.name, binding, port: this.#port(binding) };
  }

  #port(location: string): PortView | null {
    const device = this.#sockets.get(location)?.device ?? null;
    if (device === null) return null;
    const slot = [...this.#bound].find(([, bound]) => bound === location)?.[0] ?? null;
    const path = `/dev/ttyUSB${[...this.#sockets.keys()].indexOf(location)}`;
    return { path, kind: "serial", location, allowed: !this.#denied.has(location), slot, ...device };
  }
}

const deviceOf = (number: number): Socket["device"] => ({
  vendorId: "10c4",
  productId: "ea60",
  manufacturer: "Silicon Labs",
  serialNumber: String(number).padStart(4, "0"),
  likely: { name: "CP2102 USB to UART Bridge", score: 85 },
});

const printer: Socket["device"] = { vendorId: "0a5f", productId: "0166", manufacturer: "Zebra", likely: null };

const problem = (code: string, sentence: string, detail: string): Problem => ({
  code,
  sentence,
  detail,
  retry: "after-fix",
});
const teachBusy = problem("slot.teach-busy", "Another slot is being taught. Wait.", "one at a time");
const teachTimeout = problem("slot.teach-timeout", "Nothing was plugged in. Start again.", "no new port in time");
const badCertificate = problem("pki.bad-certificate", "Choose a certificate file.", "neither PEM nor DER");
const notTrusted = problem("pki.not-trusted", "It is not trusted. Load the list again.", "no such fingerprint");
