// Loaded into a forked child before its own module: gives it the `process.parentPort` of a utility process.
import { EventEmitter } from "node:events";
import { MessagePortMain } from "./message-port.ts";
import { PortRelay } from "./port-relay.ts";
import type { ProcessFrame } from "./utility-process.ts";

const send = (frame: ProcessFrame): void => {
  if (process.connected) process.send?.(frame, undefined, {}, () => undefined);
};
const relay = new PortRelay("station-", (frame) => send({ type: "relay", frame }));

class ParentPort extends EventEmitter {
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
    parentPort.emit("message", { data: frame.data, ports });
  }
});
// A utility process does not outlive its shell.
process.on("disconnect", () => process.exit(1));

Object.defineProperty(process, "parentPort", { value: parentPort });

// A packed application finds what lies beside its archive by this.
const resources = process.env["TOUCHMARK_STAND_IN_RESOURCES"];
if (resources !== undefined) Object.defineProperty(process, "resourcesPath", { value: resources });
