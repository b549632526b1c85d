import { createStore, type StoreApi } from "zustand/vanilla";
import type { Problem, ReconcileStatus } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { ClientSource } from "./connection-store.ts";

export interface ReconcileState {
  /** Null until the station said. */
  readonly status: ReconcileStatus | null;
  /** Why it could not be read, started or cancelled. */
  readonly problem: Problem | null;
  readonly load: () => Promise<void>;
  readonly start: (service: string, neverRegisteredDays: number | null) => Promise<void>;
  readonly cancel: () => Promise<void>;
  /** As it goes on. */
  readonly show: (status: ReconcileStatus) => void;
}

export type ReconcileStore = StoreApi<ReconcileState>;

export const createReconcileStore = (client: ClientSource): ReconcileStore =>
  createStore((set) => {
    const ask = async (call: () => Promise<ReconcileStatus>) => {
      try {
        set({ status: await call(), problem: null });
      } catch (error) {
        set({ problem: problemOf(error) });
      }
    };
    return {
      status: null,
      problem: null,
      load: () => ask(async () => client().service.reconcile.status()),
      start: (service, days) =>
        ask(async () =>
          client().service.reconcile.start({ service, ...(days === null ? {} : { neverRegisteredDays: days }) }),
        ),
      cancel: () => ask(async () => client().service.reconcile.cancel()),
      show: (status) => set({ status }),
    };
  });
