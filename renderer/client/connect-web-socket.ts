import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import type { StationClient } from "./station-client.ts";
import type { StationLink } from "./station-link.ts";

const openWithinMs = 10_000;

/** Connects to `/rpc` on the page's own origin; the shell's cookie is the key. */
export async function connectWebSocket(signal: AbortSignal): Promise<StationLink> {
  const address = new URL("/rpc", window.location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(address);
  await opened(socket, signal);
  const client: StationClient = createORPCClient(new RPCLink({ websocket: socket }));
  // Heard after the link has heard it, so that nobody cancels calls over a socket that is gone.
  const closed = new Promise<void>((resolve) => socket.addEventListener("close", () => resolve(), { once: true }));
  return { client, closed, close: () => socket.close() };
}

function opened(socket: WebSocket, signal: AbortSignal): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(openWithinMs)]);
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      socket.close();
      reject(new Error("the station does not answer"));
    };
    if (limit.aborted) return giveUp();
    limit.addEventListener("abort", giveUp, { once: true });
    const settle = (finish: () => void) => () => {
      limit.removeEventListener("abort", giveUp);
      finish();
    };
    socket.addEventListener("open", settle(resolve), { once: true });
    socket.addEventListener("close", settle(giveUp), { once: true });
  });
}
