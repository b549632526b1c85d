import { connect, type Socket } from "node:net";
import { baseErrors } from "../base/errors/base-errors.ts";
import type { StationError } from "../base/errors/station-error.ts";
import type { Link } from "./link.ts";
import { linkErrors } from "./link-errors.ts";
import { streamLink } from "./stream-link.ts";

const connectWithinMs = 5000;
const keepAliveAfterMs = 10_000;

/** Errors: `link.not-found` (nobody there), `link.timeout` (no answer in 5 s), `station.cancelled`. */
export async function openTcpLink(host: string, port: number, signal?: AbortSignal): Promise<Link> {
  const address = `tcp:${host.includes(":") ? `[${host}]` : host}:${port}`;
  if (signal?.aborted === true) throw baseErrors.cancelled(`${address}: aborted before connecting`);
  const socket = connect({ host, port, noDelay: true });
  await connected(address, socket, signal);
  // Without it a pulled network cable is never noticed while we only wait to read.
  socket.setKeepAlive(true, keepAliveAfterMs);
  return streamLink(address, socket);
}

function connected(address: string, socket: Socket, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (failure?: StationError): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      socket.removeAllListeners();
      if (failure === undefined) return resolve();
      // A destroyed socket may still say "error" once, and must not end the process by it.
      socket.on("error", () => undefined);
      socket.destroy();
      return reject(failure);
    };
    const cancel = (): void => settle(baseErrors.cancelled(`${address}: connecting aborted`));
    const late = (): void => settle(linkErrors.timeout(`${address}: not connected in ${connectWithinMs} ms`));
    const timer = setTimeout(late, connectWithinMs);
    signal?.addEventListener("abort", cancel, { once: true });
    socket.once("connect", () => settle());
    socket.once("error", (cause) => settle(linkErrors.notFound(`${address}: ${cause.message}`, cause)));
  });
}
