import { createServer, type Server } from "node:net";
import { Duplex } from "node:stream";
import type { Link } from "../../link/link.ts";
import { streamLink } from "../../link/stream-link.ts";
import { setUpErrors } from "../station-errors.ts";

export interface LinkServer {
  readonly address: string;
  /** Never resolves for a server; for `stdio`, when the far side has ended. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** A TCP port as text, 0 for any. */
export const isPort = (text: string | undefined): boolean => /^\d{1,5}$/.test(text ?? "") && Number(text) <= 65_535;

/** Gives every connection to `stdio`, `unix:PATH` or `tcp:HOST:PORT` (port 0: any free one) as a link. Throws `set-up.usage`. */
export async function listenForLinks(address: string, onLink: (link: Link) => void): Promise<LinkServer> {
  if (address === "stdio") {
    const stdio = Duplex.from({ readable: process.stdin, writable: process.stdout });
    const ended = new Promise<void>((resolve) => {
      stdio.once("close", () => {
        resolve();
      });
    });
    const link = streamLink("stdio", stdio);
    onLink(link);
    return { address, ended, close: () => link.close() };
  }
  const [, host, port] = /^tcp:(.+):(\d{1,5})$/.exec(address) ?? [];
  const path = address.startsWith("unix:") ? address.slice("unix:".length) : undefined;
  if (path === undefined && !isPort(port))
    throw setUpErrors.usage(`--listen takes stdio, unix:PATH or tcp:HOST:PORT, not "${address}"`);
  const links = new Set<Link>();
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    const link = streamLink(address, socket);
    links.add(link);
    socket.once("close", () => links.delete(link));
    onLink(link);
  });
  await listening(server, path === undefined ? { host: host ?? "127.0.0.1", port: Number(port) } : { path });
  const bound = server.address();
  return {
    address: typeof bound === "object" && bound !== null ? `tcp:${bound.address}:${bound.port}` : address,
    ended: new Promise(() => undefined),
    close: async () => {
      const closed = new Promise((resolve) => {
        server.close(resolve);
      });
      await Promise.all([...links].map((link) => link.close()));
      await closed;
    },
  };
}

function listening(
  server: Server,
  where: { readonly path: string } | { readonly host: string; readonly port: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    // Also later: a connection that cannot be accepted is no reason to end.
    server.on("error", (cause) => {
      reject(setUpErrors.usage(`cannot listen there: ${cause.message}`, cause));
    });
    server.listen(where, () => {
      resolve();
    });
  });
}
