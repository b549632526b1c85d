import { createServer } from "node:tls";
import type { MqttDoor } from "../../mqtt/mqtt-door.ts";
import type { ServerIdentity } from "../certificates/make-server-identity.ts";
import { tlsOptions } from "./peer-chain.ts";
import { SocketGate } from "./socket-gate.ts";

/** MQTT over TLS, as the real service has it at port 8883. */
export function mqttGate(identity: ServerIdentity, door: MqttDoor): SocketGate {
  return new SocketGate(createServer(tlsOptions(identity), (socket) => door.take(socket, socket, "mqtt")));
}
