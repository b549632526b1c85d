import type { Server } from "node:http";
import type { Log } from "../base/log.ts";
import type { RunningStation } from "../station/running-station.ts";
import { createHttpServer } from "./http-server.ts";
import { attachRpcSocket } from "./rpc-socket.ts";
import { SessionKeeper } from "./session.ts";
import { webErrors } from "./web-errors.ts";

export interface WebShellOptions {
  readonly station: RunningStation;
  /** Folder of the built screens. */
  readonly folder: string;
  /** 0: any free port. */
  readonly port: number;
  readonly log: Log;
}

export interface WebShell {
  readonly port: number;
  /** A new address that works once. */
  newAddress(): string;
  /** Serves another station at the same address; undefined: none for now, pages wait. */
  use(station: RunningStation | undefined): void;
  /** Refuses new connections and drops the open ones. Does not close the station. */
  close(): Promise<void>;
}

/** Serves the screens and the station's calls on 127.0.0.1. Throws `web.port-taken`. */
export async function openWebShell(options: WebShellOptions): Promise<WebShell> {
  const sessions = new SessionKeeper();
  const server = createHttpServer({ folder: options.folder, sessions });
  const sockets = attachRpcSocket(server, { router: options.station.router, sessions, log: options.log });
  const port = await listen(server, options.port);
  return {
    port,
    newAddress: () => `http://127.0.0.1:${port}/?token=${sessions.issueToken()}`,
    use: (station) => sockets.use(station?.router),
    close: () =>
      new Promise((resolve) => {
        sockets.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE" || error.code === "EACCES";
      const detail = `127.0.0.1:${port}: ${error.message}`;
      reject(taken ? webErrors.portTaken(detail, error) : webErrors.notListening(detail, error));
    });
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
