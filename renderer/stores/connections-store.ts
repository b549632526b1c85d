import { createStore, type StoreApi } from "zustand/vanilla";
import type { ConnectionChange, Connections, NewConnection, Problem } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { ClientSource } from "./connection-store.ts";
import { noReading, Reader, type Reading } from "./reading.ts";

/** A person signs in at Entra, elsewhere. */
export interface EntraSignIn {
  readonly status: "idle" | "asking" | "prompted" | "done" | "failed";
  readonly service: string;
  readonly address: string;
  readonly code: string;
  readonly account: string;
  readonly problem: Problem | null;
}

const noSignIn: EntraSignIn = {
  status: "idle",
  service: "",
  address: "",
  code: "",
  account: "",
  problem: null,
};

export interface ConnectionsState {
  readonly list: Reading<Connections>;
  readonly signingIn: EntraSignIn;
  readonly load: () => Promise<void>;
  /** What may be secret in it is kept nowhere here. The problem if it was refused, as of what follows. */
  readonly add: (connection: NewConnection) => Promise<Problem | null>;
  readonly change: (change: ConnectionChange) => Promise<Problem | null>;
  readonly remove: (name: string) => Promise<Problem | null>;
  readonly signIn: (service: string) => Promise<void>;
  /** Whoever leaves waits for nobody. */
  readonly cancel: () => void;
}

export type ConnectionsStore = StoreApi<ConnectionsState>;

export function createConnectionsStore(client: ClientSource): ConnectionsStore {
  let running: AbortController | undefined;
  return createStore((set, get) => {
    const reader = new Reader<Connections>(
      client,
      () => get().list,
      (list) => set({ list }),
    );
    return {
      list: noReading,
      signingIn: noSignIn,
      load: () => reader.load(async () => client().services.list()),
      add: (connection) => reader.change(async () => client().services.add(connection)),
      change: (change) => reader.change(async () => client().services.change(change)),
      remove: (name) => reader.change(async () => client().services.remove({ name })),
      signIn: async (service) => {
        running?.abort();
        const mine = new AbortController();
        running = mine;
        const show = (change: Partial<EntraSignIn>) =>
          running === mine && set({ signingIn: { ...get().signingIn, ...change } });
        set({ signingIn: { ...noSignIn, service, status: "asking" } });
        try {
          const steps = await client().services.signIn({ name: service }, { signal: mine.signal });
          for await (const step of steps) {
            if (step.type === "prompt") show({ status: "prompted", address: step.address, code: step.code });
            else show({ status: "done", account: step.account });
          }
        } catch (error) {
          if (!mine.signal.aborted) show({ status: "failed", problem: problemOf(error) });
        }
      },
      cancel: () => {
        running?.abort();
        running = undefined;
        set({ signingIn: noSignIn });
      },
    };
  });
}
