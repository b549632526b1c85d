import { createStore, type StoreApi } from "zustand/vanilla";
import type { Problem, ServiceCheck } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { ClientSource } from "./connection-store.ts";

export interface ServiceCheckState {
  readonly status: "idle" | "running" | "done" | "failed" | "cancelled";
  /** The service that is looked at, or was last. */
  readonly service: string;
  /** Whether a trial entry was written. */
  readonly canary: boolean;
  /** ms since the epoch. */
  readonly startedAt: number;
  /** In the order they were made. */
  readonly results: readonly ServiceCheck[];
  readonly problem: Problem | null;
  readonly run: (service: string, canary: boolean) => Promise<void>;
  readonly cancel: () => void;
}

export type ServiceCheckStore = StoreApi<ServiceCheckState>;

export function createServiceCheckStore(client: ClientSource): ServiceCheckStore {
  let running: AbortController | undefined;
  return createStore((set, get) => ({
    status: "idle",
    service: "",
    canary: false,
    startedAt: 0,
    results: [],
    problem: null,
    run: async (service, canary) => {
      running?.abort();
      const mine = new AbortController();
      running = mine;
      set({ status: "running", service, canary, startedAt: Date.now(), results: [], problem: null });
      const show = (change: Partial<ServiceCheckState>) => running === mine && set(change);
      try {
        const checks = await client().service.checking({ name: service, canary }, { signal: mine.signal });
        for await (const check of checks) show({ results: [...get().results, check] });
        show({ status: "done" });
      } catch (error) {
        if (!mine.signal.aborted) show({ status: "failed", problem: problemOf(error) });
      }
    },
    cancel: () => {
      if (get().status !== "running") return;
      running?.abort();
      set({ status: "cancelled" });
    },
  }));
}
