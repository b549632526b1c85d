import { constants } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { Socket } from "node:net";
import { sleep } from "../../../base/async/sleep.ts";
import type { Log } from "../../../base/log.ts";
import type { ServerIdentity } from "../certificates/make-server-identity.ts";
import { dpsPracticeErrors } from "../dps-practice-errors.ts";
import type { PracticeService } from "../practice-service.ts";
import { answerRequest, parseTarget } from "./answer-request.ts";
import type { Fault } from "./fault-plan.ts";
import { readBody } from "./read-body.ts";
import type { PracticeAnswer } from "./route.ts";
import { refusals, refuse, ServiceRefusal } from "./service-refusal.ts";

export interface ListenerParts {
  readonly identity: ServerIdentity;
  readonly service: PracticeService;
  /** Settles when the last change is safe; awaited before a request that changed something is answered. */
  readonly save: () => Promise<void>;
  readonly log: Log;
}

/** HTTPS on loopback for both APIs. Client certificates are asked for and judged by the routes, not by the system's roots. */
export class Listener {
  readonly #parts: ListenerParts;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #closing = new AbortController();
  #reachable = true;

  constructor(parts: ListenerParts) {
    this.#parts = parts;
    const { certificatePem: cert, privateKeyPem: key } = parts.identity;
    // A resumed session remembers the client's leaf, but not the intermediates it came with.
    const secureOptions = constants.SSL_OP_NO_TICKET;
    const options = { cert, key, requestCert: true, rejectUnauthorized: false, minVersion: "TLSv1.2" } as const;
    this.#server = createServer(
      { ...options, secureOptions, requestTimeout: 30_000, headersTimeout: 10_000 },
      (incoming, outgoing) => {
        void this.#serve(incoming, outgoing);
      },
    );
    this.#server.on("connection", (socket: Socket) => this.#admit(socket));
    // A client that breaks off its handshake is its own affair.
    this.#server.on("tlsClientError", (_error, socket) => socket.destroy());
  }

  /** The port it listens on; throws `practice-dps.listen` if it cannot. */
  listen(port: number, host: string): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const fail = (cause: Error): void => reject(dpsPracticeErrors.listen(`port ${port}: ${cause.message}`, cause));
    this.#server.once("error", fail);
    this.#server.listen(port, host, () => {
      this.#server.off("error", fail);
      const address = this.#server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
    return promise;
  }

  /** Unreachable: every connection there is and every new one is cut. */
  setReachable(reachable: boolean): void {
    this.#reachable = reachable;
    if (!reachable) this.#cutAll();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    this.#cutAll();
    await promise;
  }

  #admit(socket: Socket): void {
    if (!this.#reachable) {
      socket.destroy();
      return;
    }
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
  }

  #cutAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const answer = await this.#answer(incoming).catch((error: unknown) => this.#describe(error, incoming));
    if (answer === "cut") incoming.socket.destroy();
    else this.#send(outgoing, answer);
  }

  async #answer(incoming: IncomingMessage): Promise<PracticeAnswer | "cut"> {
    const target = parseTarget(incoming.url ?? "");
    const fault = this.#parts.service.faults.take(target.api);
    const body = await readBody(incoming);
    if (fault?.kind === "reset-before-commit") return "cut";
    if (fault?.kind === "answer") throw faultRefusal(fault);
    if (fault?.kind === "slow") await sleep(fault.ms, this.#closing.signal);
    const { store } = this.#parts.service;
    const before = store.changes;
    const answer = answerRequest(this.#parts.service, target, incoming, body);
    if (store.changes !== before) await this.#parts.save();
    return fault?.kind === "reset-after-commit" ? "cut" : answer;
  }

  #describe(error: unknown, incoming: IncomingMessage): PracticeAnswer | "cut" {
    if (incoming.destroyed && !incoming.complete) return "cut";
    if (error instanceof ServiceRefusal) return error;
    if (this.#closing.signal.aborted) return "cut";
    this.#parts.log.error({ error: String(error) }, "practice service failed to answer");
    return refusals.internal();
  }

  #send(outgoing: ServerResponse, answer: PracticeAnswer): void {
    const body = answer.body === undefined ? "" : JSON.stringify(answer.body);
    const json = { "Content-Type": "application/json; charset=utf-8" };
    outgoing.writeHead(answer.status, { ...(body === "" ? {} : json), ...answer.headers });
    outgoing.end(body);
  }
}

const faultRefusal = (fault: Extract<Fault, { kind: "answer" }>): ServiceRefusal =>
  refuse(fault.errorCode, fault.message, fault.retryAfter === undefined ? {} : { "Retry-After": fault.retryAfter });
