import type { StationClient } from "../client/station-client.ts";
import type { Connect, StationLink } from "../client/station-link.ts";
import type { ConnectionStore } from "./connection-store.ts";

export interface KeepConnectedOptions {
  readonly connect: Connect;
  readonly connection: ConnectionStore;
  /** Loads and follows the station's state; calls `ready` once the screens are current, ends when the stream ends. */
  readonly follow: (client: StationClient, signal: AbortSignal, ready: () => void) => Promise<void>;
  readonly signal: AbortSignal;
  /** Pause before the attempt of that number after a loss, ms. */
  readonly pauseMs?: (attempt: number) => number;
  readonly heartbeatMs?: number;
}

const backOff = (attempt: number): number => Math.min(250 * 2 ** attempt, 5000);
const defaultHeartbeatMs = 5000;

/** Connects, follows, and connects again for as long as the page lives. Settles when the signal is aborted. */
export async function keepConnected(options: KeepConnectedOptions): Promise<void> {
  const { connection, signal, pauseMs = backOff } = options;
  let attempt = 0;
  while (!signal.aborted) {
    try {
      await oneConnection(options, () => {
        attempt = 0;
      });
    } catch {
      // Whatever ended it, the answer is the same: say so on screen and try again.
    }
    if (signal.aborted) break;
    if (connection.getState().status === "connected") {
      connection.setState({ status: "lost", since: Date.now(), client: null });
    }
    await pause(pauseMs(attempt), signal);
    attempt += 1;
  }
  connection.setState({ client: null });
}

async function oneConnection(options: KeepConnectedOptions, onReady: () => void): Promise<void> {
  const { connect, connection, follow, signal, heartbeatMs = defaultHeartbeatMs } = options;
  const link = await connect(signal);
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  const ready = () => {
    if (ended.aborted) return;
    connection.setState({ status: "connected", since: Date.now(), client: link.client });
    onReady();
  };
  try {
    await Promise.race([link.closed, beats(link, heartbeatMs, ended), follow(link.client, ended, ready)]);
  } finally {
    over.abort();
    link.close();
  }
}

/** Rejects once the station leaves a question unanswered for thrice the pause between two: a busy machine is no dead station. */
async function beats(link: StationLink, everyMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await pause(everyMs, signal);
    if (signal.aborted) return;
    await link.client.station.service(undefined, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(3 * everyMs)]),
    });
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener("abort", finish, { once: true });
  });
}
