// Loaded into a forked child before its own module: gives it the `process.parentPort` of a utility process.
import { EventEmitter } from "node:events";
import { MessagePortMain } from "./message-port.ts";
import { PortRelay } from "./port-relay.ts";
import type { ProcessFrame } from "./utility-process.ts";

const send = (frame: ProcessFrame): void => {
  if (process.connected) process.send?.(frame, undefined, {}, () => undefined);
};
const relay = new PortRelay("station-", (frame) => send({ type: "relay", frame }));

/** As Electron's, it keeps what comes before anybody listens: a shell may be closed while its station still starts. */
class ParentPort extends EventEmitter {
  #early: object[] | undefined = [];

  constructor() {
    super();
    this.on("newListener", (name) => {
      if (name === "message") queueMicrotask(() => this.#deliverEarly());
    });
  }

  take(message: object): void {
    if (this.#early === undefined) this.emit("message", message);
    else this.#early.push(message);
  }

  #deliverEarly(): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const message of early) this.emit("message", message);
  }

  postMessage(data: unknown): void {
    send({ type: "message", data, ports: [] });
  }
}

const parentPort = new ParentPort();

process.on("message", (message) => {
  const frame = message as ProcessFrame;
  if (frame.type === "relay") relay.onFrame(frame.frame);
  else {
    const ports = frame.ports.map((id) => new MessagePortMain(relay.import(id)));
    parentPort.take({ data: frame.data, ports });
  }
});
// A utility process does not outlive its shell.
process.on("disconnect", () => process.exit(1));

Object.defineProperty(process, "parentPort", { value: parentPort });

// A packed application finds what lies beside its archive by this.
const resources = process.env["TOUCHMARK_STAND_IN_RESOURCES"];
if (resources !== undefined) Object.defineProperty(process, "resourcesPath", { value: resources });
