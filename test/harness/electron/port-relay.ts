import { PortEnd } from "./message-port.ts";

/** What crosses between two processes for the ports that were transferred. */
export type PortFrame =
  | { readonly type: "post"; readonly port: string; readonly data: unknown; readonly ports: readonly string[] }
  | { readonly type: "close"; readonly port: string };

/** Carries ports over one connection that can only carry data. `side` keeps the ids of the two sides apart. */
export class PortRelay {
  readonly #send: (frame: PortFrame) => void;
  readonly #side: string;
  readonly #ends = new Map<string, PortEnd>();
  #next = 0;

  constructor(side: string, send: (frame: PortFrame) => void) {
    this.#side = side;
    this.#send = send;
  }

  /** Gives an end a name under which the other side reaches it. */
  export(end: PortEnd): string {
    const id = `${this.#side}${this.#next++}`;
    this.#attach(id, end);
    return id;
  }

  /** The end that stands for a port the other side exported. */
  import(id: string): PortEnd {
    const [mine, relayed] = PortEnd.pair();
    this.#attach(id, relayed);
    return mine;
  }

  onFrame(frame: PortFrame): void {
    const end = this.#ends.get(frame.port);
    if (frame.type === "post") end?.post({ data: frame.data, ports: frame.ports.map((id) => this.import(id)) });
    else end?.close();
  }

  /** The connection is gone: every port over it closes. */
  closeAll(): void {
    for (const end of this.#ends.values()) end.close();
    this.#ends.clear();
  }

  #attach(id: string, end: PortEnd): void {
    this.#ends.set(id, end);
    end.receive(
      ({ data, ports }) => this.#send({ type: "post", port: id, data, ports: ports.map((one) => this.export(one)) }),
      () => {
        if (this.#ends.delete(id)) this.#send({ type: "close", port: id });
      },
    );
  }
}
