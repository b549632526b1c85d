import { connectMessagePort, type ShellBridge } from "./connect-message-port.ts";
import { connectWebSocket } from "./connect-web-socket.ts";
import type { Connect } from "./station-link.ts";

declare global {
  interface Window {
    /** Put there by the desktop shell's preload script; absent in a browser. */
    readonly touchmark?: ShellBridge;
  }
}

/** The way to the station from where this page runs. */
export function connectFrom(page: Pick<Window, "touchmark">): Connect {
  const bridge = page.touchmark;
  return bridge === undefined ? connectWebSocket : (signal) => connectMessagePort(bridge, signal);
}
