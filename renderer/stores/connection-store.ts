import { createStore, type StoreApi } from "zustand/vanilla";
import type { StationClient } from "../client/station-client.ts";

export interface ConnectionState {
  /** connecting: never reached yet · connected: what is shown is current · lost: what is shown is from `since`. */
  readonly status: "connecting" | "connected" | "lost";
  /** Time of the last change of status, ms since the epoch. */
  readonly since: number;
  readonly client: StationClient | null;
}

export type ConnectionStore = StoreApi<ConnectionState>;

/** How a store reaches the station now; throws while there is no connection. */
export type ClientSource = () => StationClient;

export const createConnectionStore = (): ConnectionStore =>
  createStore(() => ({ status: "connecting", since: Date.now(), client: null }));

export function clientOf(store: ConnectionStore): ClientSource {
  return () => {
    const { client } = store.getState();
    if (client === null) throw new Error("no connection to the station");
    return client;
  };
}
