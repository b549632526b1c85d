import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { RPCHandler } from "@orpc/server/ws";
import { type WebSocket, WebSocketServer } from "ws";
import type { Log } from "../base/log.ts";
import type { StationRouter } from "../station/running-station.ts";
import { isAllowedHost, isOwnOrigin } from "./host-check.ts";
import { hasSession, localPort } from "./http-server.ts";
import type { SessionKeeper } from "./session.ts";

const path = "/rpc";
const maximumSockets = 32;
const maximumRequestBytes = 1024 * 1024;
/** A page that no longer reads its events is let go before they fill the memory. */
const maximumUnsentBytes = 32 * 1024 * 1024;

export interface RpcSocketOptions {
  readonly router: StationRouter;
  readonly sessions: SessionKeeper;
  readonly log: Log;
}

export interface RpcSockets {
  /** Drops every socket; from now on another station answers, or nobody while it is undefined. */
  use(router: StationRouter | undefined): void;
  close(): void;
}

/** Answers typed calls on the WebSocket `/rpc`. */
export function attachRpcSocket(server: Server, options: RpcSocketOptions): RpcSockets {
  let handler: RPCHandler<object> | undefined = new RPCHandler(options.router);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maximumRequestBytes, perMessageDeflate: false });
  server.on("upgrade", (request, stream, head) => {
    const serving = handler;
    const status = refusal(request, options.sessions, sockets.clients.size) ?? (serving ? undefined : unavailable);
    if (status !== undefined || serving === undefined) {
      options.log.warn({ status, origin: request.headers.origin }, "WebSocket refused");
      refuse(stream, status ?? unavailable);
      return;
    }
    const upgrade = (peer: Peer): Promise<void> => serving.upgrade(peer, { context: {} });
    sockets.handleUpgrade(request, stream, head, (socket) => serve(socket, upgrade, options.log));
  });
  const drop = (): void => {
    for (const socket of sockets.clients) socket.terminate();
  };
  return {
    use: (router) => {
      handler = router === undefined ? undefined : new RPCHandler(router);
      drop();
    },
    close: () => {
      drop();
      sockets.close();
    },
  };
}

const unavailable = "503 Service Unavailable";

function refusal(request: IncomingMessage, sessions: SessionKeeper, open: number): string | undefined {
  const { host, origin } = request.headers;
  if (!isAllowedHost(host, localPort(request))) return "403 Forbidden";
  if (!isOwnOrigin(origin, host)) return "403 Forbidden";
  if (!hasSession(request, sessions)) return "401 Unauthorized";
  if (request.url !== path) return "404 Not Found";
  return open >= maximumSockets ? unavailable : undefined;
}

function refuse(stream: Duplex, status: string): void {
  stream.on("error", () => stream.destroy());
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

type Peer = Pick<WebSocket, "send" | "addEventListener">;

function serve(socket: WebSocket, upgrade: (peer: Peer) => Promise<void>, log: Log): void {
  socket.on("error", (error) => log.warn({ error: error.message }, "WebSocket failed"));
  const send = (data: Parameters<WebSocket["send"]>[0]): void => {
    if (socket.bufferedAmount > maximumUnsentBytes) {
      log.warn({ unsent: socket.bufferedAmount }, "a page stopped reading; its socket is closed");
      socket.terminate();
    } else {
      socket.send(data, () => undefined);
    }
  };
  const peer = { send, addEventListener: socket.addEventListener.bind(socket) };
  upgrade(peer).catch((error: unknown) => {
    log.error({ error: String(error) }, "the RPC handler refused a socket");
    socket.terminate();
  });
}
