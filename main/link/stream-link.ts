import type { Duplex } from "node:stream";
import type { Link } from "./link.ts";
import { LinkEnd } from "./link-end.ts";
import { linkErrors } from "./link-errors.ts";

const writeBaseMs = 5000;
/** Slower than any network or pipe we use: a write that stays below it is blocked. */
const slowestBytesPerMs = 10;

/**
 * Any Node duplex as a link: a socket, a pipe, standard input and output joined by `Duplex.from`. The duplex belongs
 * to the link from here on. The far side's end of stream counts as `link.lost`: half a connection is of no use here.
 */
export function streamLink(address: string, duplex: Duplex): Link {
  const link = new LinkEnd(
    address,
    { send: (bytes) => sendInto(duplex, bytes), shut: () => destroy(duplex) },
    (byteCount) => writeBaseMs + Math.ceil(byteCount / slowestBytesPerMs),
  );
  duplex.on("error", (cause) => link.end(linkErrors.lost(`${address}: ${cause.message}`, cause)));
  duplex.on("end", () => link.end(linkErrors.lost(`${address}: the far side ended`)));
  duplex.on("close", () => link.end(linkErrors.lost(`${address}: the far side closed`)));
  duplex.on("data", (chunk: Uint8Array) => link.received(chunk));
  if (duplex.destroyed) link.end(linkErrors.lost(`${address}: closed before it was used`));
  return link;
}

function sendInto(duplex: Duplex, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    // A copy, because the stream may hold the bytes back while the caller uses its buffer again.
    duplex.write(Uint8Array.from(bytes), (error) => (error ? reject(error) : resolve()));
  });
}

function destroy(duplex: Duplex): Promise<void> {
  return new Promise((resolve) => {
    if (duplex.closed) return resolve();
    duplex.once("close", () => resolve());
    return duplex.destroy();
  });
}
