import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { Duplex } from "node:stream";
import type { ServerIdentity } from "../certificates/make-server-identity.ts";
import type { Exchange } from "./exchange.ts";
import { peerChain, tlsOptions } from "./peer-chain.ts";
import { readBody } from "./read-body.ts";
import { sendAnswer } from "./send-answer.ts";
import { SocketGate } from "./socket-gate.ts";

export interface ListenerParts {
  readonly identity: ServerIdentity;
  readonly exchange: Exchange;
  /** Takes over a connection that wants to be a WebSocket. */
  readonly upgrade: (incoming: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** HTTPS on loopback for both APIs, and MQTT over WebSocket. */
export class Listener {
  readonly gate: SocketGate;
  readonly #exchange: Exchange;

  constructor({ identity, exchange, upgrade }: ListenerParts) {
    this.#exchange = exchange;
    const timeouts = { requestTimeout: 30_000, headersTimeout: 10_000 };
    const server: Server = createServer({ ...tlsOptions(identity), ...timeouts }, (incoming, outgoing) => {
      void this.#serve(incoming, outgoing);
    });
    server.on("upgrade", upgrade);
    this.gate = new SocketGate(server);
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const answer = await this.#exchange.carryOut({
      transport: "https",
      method: incoming.method ?? "",
      target: incoming.url ?? "",
      headers: flatten(incoming),
      body: () => readBody(incoming),
      clientChain: peerChain(incoming.socket),
      isGone: () => incoming.destroyed && !incoming.complete,
    });
    if (answer === "cut") incoming.socket.destroy();
    else sendAnswer(outgoing, answer);
  }
}

const flatten = (incoming: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
