import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { StationClient } from "./station-client.ts";
import type { StationLink } from "./station-link.ts";

/** What the preload script offers the page. */
export interface ShellBridge {
  readonly shell: "electron";
  /** Asks for a port to the station; it comes as a window message "touchmark-port" with one MessagePort. */
  requestPort(): void;
  /** Whether the window shows the Line and nothing else. */
  setKiosk(on: boolean): void;
}

const answerWithinMs = 10_000;
const announcement = "touchmark-port";

/** Connects through the desktop shell. A port that arrives unasked means the station was started anew: the old one is over. */
export async function connectMessagePort(bridge: ShellBridge, signal: AbortSignal): Promise<StationLink> {
  const port = await nextPort(AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]), () =>
    bridge.requestPort(),
  );
  const client: StationClient = createORPCClient(new RPCLink({ port }));
  port.start();
  const over = new AbortController();
  port.addEventListener("close", () => over.abort(), { once: true });
  window.addEventListener("message", (event) => portIn(event) !== undefined && over.abort(), { signal: over.signal });
  const closed = new Promise<void>((resolve) =>
    over.signal.addEventListener("abort", () => {
      port.close();
      resolve();
    }),
  );
  return { client, closed, close: () => over.abort() };
}

function portIn(event: MessageEvent): MessagePort | undefined {
  return event.source === window && event.data === announcement ? event.ports[0] : undefined;
}

function nextPort(signal: AbortSignal, ask: () => void): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const heard = new AbortController();
    const giveUp = () => {
      heard.abort();
      reject(new Error("the shell gave no port to the station"));
    };
    if (signal.aborted) return giveUp();
    signal.addEventListener("abort", giveUp, { once: true, signal: heard.signal });
    window.addEventListener(
      "message",
      (event) => {
        const port = portIn(event);
        if (port === undefined) return;
        heard.abort();
        resolve(port);
      },
      { signal: heard.signal },
    );
    ask();
  });
}
