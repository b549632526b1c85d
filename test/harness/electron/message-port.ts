import { EventEmitter } from "node:events";

/** One message on its way: a copy of the data and the ends of the ports that go with it. */
export interface Parcel {
  readonly data: unknown;
  readonly ports: readonly PortEnd[];
}

/** One end of a channel, wherever its user is. Keeps what arrives until somebody receives. */
export class PortEnd {
  #other: PortEnd | undefined;
  #receiver: ((parcel: Parcel) => void) | undefined;
  #arrived: Parcel[] = [];
  #closed = false;
  #onClosed: () => void = () => undefined;

  static pair(): readonly [PortEnd, PortEnd] {
    const [one, two] = [new PortEnd(), new PortEnd()];
    one.#other = two;
    two.#other = one;
    return [one, two];
  }

  post(parcel: Parcel): void {
    if (!this.#closed && this.#other !== undefined) this.#other.#take(parcel);
  }

  receive(receiver: (parcel: Parcel) => void, onClosed: () => void): void {
    this.#receiver = receiver;
    this.#onClosed = onClosed;
    setImmediate(() => this.#drain());
    if (this.#closed) setImmediate(onClosed);
  }

  /** Closes both ends; each user hears of it once. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    setImmediate(() => this.#onClosed());
    this.#other?.close();
  }

  /** Never delivers at once: who transfers a port first says so, then its messages follow. */
  #take(parcel: Parcel): void {
    this.#arrived.push(parcel);
    setImmediate(() => this.#drain());
  }

  #drain(): void {
    if (this.#receiver === undefined) return;
    for (const parcel of this.#arrived.splice(0)) this.#receiver(parcel);
  }
}

/** Electron's MessagePortMain: an emitter of `message` (once started) and `close`. */
export class MessagePortMain extends EventEmitter {
  #end: PortEnd | undefined;

  constructor(end: PortEnd) {
    super();
    this.#end = end;
  }

  postMessage(data: unknown, transfer: readonly MessagePortMain[] = []): void {
    this.#end?.post({ data: structuredClone(data), ports: transfer.map((port) => port.detach()) });
  }

  start(): void {
    this.#end?.receive(
      ({ data, ports }) => this.emit("message", { data, ports: ports.map((end) => new MessagePortMain(end)) }),
      () => this.emit("close"),
    );
  }

  close(): void {
    this.#end?.close();
  }

  /** Takes the end away, as transferring does: this port is of no use afterwards. */
  detach(): PortEnd {
    const end = this.#end;
    if (end === undefined) throw new Error("a port can be transferred once");
    this.#end = undefined;
    return end;
  }
}

export class MessageChannelMain {
  readonly port1: MessagePortMain;
  readonly port2: MessagePortMain;

  constructor() {
    const [one, two] = PortEnd.pair();
    this.port1 = new MessagePortMain(one);
    this.port2 = new MessagePortMain(two);
  }
}
