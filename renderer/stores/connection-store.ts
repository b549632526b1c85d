import { createStore, type StoreApi } from "zustand/vanilla";
import type { StationClient } from "../client/station-client.ts";
import { CutOff } from "./cut-off.ts";

export interface ConnectionState {
  /** connecting: never reached yet · connected: what is shown is current · lost: what is shown is from `since`. */
  readonly status: "connecting" | "connected" | "lost";
  /** Time of the last change of status, ms since the epoch. */
  readonly since: number;
  readonly client: StationClient | null;
}

export type ConnectionStore = StoreApi<ConnectionState>;

/** How a store reaches the station now; throws while there is no connection. */
export interface ClientSource {
  (): StationClient;
  /** Of a page, which connects again. */
  readonly cutOff?: CutOff;
}

export const createConnectionStore = (): ConnectionStore =>
  createStore(() => ({ status: "connecting", since: Date.now(), client: null }));

export function clientOf(store: ConnectionStore): ClientSource {
  const client = () => {
    const state = store.getState();
    if (state.client === null) throw new Error("no connection to the station");
    return state.client;
  };
  return Object.assign(client, { cutOff: new CutOff(store) });
}
