import type { PortEnd } from "./message-port.ts";
import { type PortFrame, PortRelay } from "./port-relay.ts";

interface WireData {
  readonly json?: unknown;
  readonly bytes?: string;
}

/** What the page's preload script sent, or the address it wanted in a window. */
export type PageMessage =
  | { readonly type: "ipc"; readonly channel: string; readonly given: readonly unknown[] }
  | { readonly type: "open"; readonly url: string };

type FromPage =
  | PageMessage
  | { readonly type: "post"; readonly port: string; readonly data: WireData }
  | { readonly type: "close"; readonly port: string };

const toWire = (data: unknown): WireData => {
  if (data instanceof ArrayBuffer) return { bytes: Buffer.from(data).toString("base64") };
  if (!ArrayBuffer.isView(data)) return { json: data };
  return { bytes: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64") };
};

const fromWire = (data: WireData): unknown =>
  data.bytes === undefined ? data.json : new Uint8Array(Buffer.from(data.bytes, "base64"));

/** The ports and messages of one load of the page, as text through the DevTools. */
export class PageRelay {
  readonly #evaluate: (text: string) => void;
  readonly #relay: PortRelay;

  constructor(evaluate: (text: string) => void) {
    this.#evaluate = evaluate;
    this.#relay = new PortRelay("page-", (frame) => this.#forward(frame));
  }

  /** Calls the preload script's listeners of a channel. */
  deliver(channel: string, data: unknown, ends: readonly PortEnd[]): void {
    this.#send({ type: "ipc", channel, data, ports: ends.map((end) => this.#relay.export(end)) });
  }

  /** Takes one message of the page; returns it if it is for the shell. */
  receive(text: string): PageMessage | undefined {
    const frame = JSON.parse(text) as FromPage;
    if (frame.type === "ipc" || frame.type === "open") return frame;
    this.#relay.onFrame(frame.type === "post" ? { ...frame, data: fromWire(frame.data), ports: [] } : frame);
    return undefined;
  }

  /** The page went away. */
  close(): void {
    this.#relay.closeAll();
  }

  #forward(frame: PortFrame): void {
    if (frame.type === "close") this.#send(frame);
    else this.#send({ type: "post", port: frame.port, data: toWire(frame.data) });
  }

  #send(frame: object): void {
    this.#evaluate(JSON.stringify(frame));
  }
}
