import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { protectiveHeaders } from "../base/static/content-security-policy.ts";
import { answerFromFolder } from "../base/static/static-folder.ts";
import { isAllowedHost } from "./host-check.ts";
import { readCookie, type SessionKeeper } from "./session.ts";

export interface HttpServerOptions {
  /** Folder of the built screens. */
  readonly folder: string;
  readonly sessions: SessionKeeper;
}

/** Cookies know no port, so the port is in the name: two stations on one machine keep apart. */
const cookieName = (port: number): string => `touchmark-${port}`;

/** The port the connection came in on. */
export const localPort = (request: IncomingMessage): number => request.socket.localPort ?? 0;

/** Whether the request brings a session of this server. */
export function hasSession(request: IncomingMessage, sessions: SessionKeeper): boolean {
  return sessions.isSession(readCookie(request.headers.cookie, cookieName(localPort(request))));
}

/** Serves the screens to whoever has a session and trades one-time tokens for sessions. Not listening yet. */
export function createHttpServer(options: HttpServerOptions): Server {
  const server = createServer((request, response) => {
    answer(request, response, options).catch(() => response.destroy());
  });
  server.requestTimeout = 10_000;
  server.headersTimeout = 10_000;
  server.maxHeadersCount = 64;
  return server;
}

async function answer(request: IncomingMessage, response: ServerResponse, options: HttpServerOptions): Promise<void> {
  const port = localPort(request);
  const { host } = request.headers;
  if (!isAllowedHost(host, port)) return refuse(response, 403, "This address is not served here.");
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(response, 405, "Only GET is served.");
  const url = URL.parse(request.url ?? "/", `http://${host}`);
  if (url === null || url.host !== host) return refuse(response, 400, "Not an address of this station.");
  const token = url.searchParams.get("token");
  if (token !== null) return exchangeToken(response, options.sessions.exchange(token), port);
  if (!hasSession(request, options.sessions)) return refuse(response, 401, openAgain);
  const found = await answerFromFolder(options.folder, url.pathname, [`ws://${host}`]);
  response.writeHead(found.status, { ...found.headers, "Content-Length": found.body.length });
  response.end(request.method === "HEAD" ? undefined : found.body);
}

const openAgain =
  "This page needs a fresh link. In the terminal where Touchmark runs, press Enter and open the address it prints. " +
  "A link works once.";

function exchangeToken(response: ServerResponse, session: string | undefined, port: number): void {
  if (session === undefined) return refuse(response, 401, openAgain);
  response.writeHead(303, {
    ...protectiveHeaders,
    "Set-Cookie": `${cookieName(port)}=${session}; HttpOnly; SameSite=Strict; Path=/`,
    "Cache-Control": "no-store",
    Location: "/",
  });
  response.end();
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, {
    ...protectiveHeaders,
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
  });
  response.end(`${sentence}\n`);
}
