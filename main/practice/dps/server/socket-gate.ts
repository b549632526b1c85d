import type { Server, Socket } from "node:net";
import { dpsPracticeErrors } from "../dps-practice-errors.ts";

/** Knows every connection of a server, so that all can be cut and none be let in. */
export class SocketGate {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #reachable = true;

  constructor(server: Server) {
    this.#server = server;
    server.on("connection", (socket: Socket) => this.#admit(socket));
    // A client that breaks off its handshake is its own affair.
    server.on("tlsClientError", (_error: Error, socket: Socket) => socket.destroy());
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
}
