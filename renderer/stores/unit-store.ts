import { createStore, type StoreApi } from "zustand/vanilla";
import type { Problem, UnitDetail } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { ClientSource } from "./connection-store.ts";

export interface UnitState {
  readonly serialNumber: string | null;
  readonly unit: UnitDetail | null;
  readonly status: "idle" | "loading" | "ready" | "failed";
  readonly problem: Problem | null;
  /** When `unit` was read from the station, ms since the epoch. */
  readonly readAt: number | null;
  /** The service is being asked. */
  readonly refreshing: boolean;
  readonly open: (serialNumber: string) => Promise<void>;
  readonly close: () => void;
  /** Asks the provisioning service now. */
  readonly refresh: () => Promise<void>;
  /** Reads again if it is the unit on screen. */
  readonly unitChanged: (serialNumber: string) => void;
}

export type UnitStore = StoreApi<UnitState>;

export function createUnitStore(client: ClientSource): UnitStore {
  let asked = 0;
  return createStore((set, get) => {
    const read = async (call: () => Promise<UnitDetail>) => {
      asked += 1;
      const question = asked;
      try {
        const unit = await call();
        if (question === asked) set({ unit, status: "ready", problem: null, readAt: Date.now() });
      } catch (error) {
        const problem = problemOf(error);
        if (question === asked) set({ problem, status: get().unit === null ? "failed" : "ready" });
      }
    };
    return {
      serialNumber: null,
      unit: null,
      status: "idle",
      problem: null,
      readAt: null,
      refreshing: false,
      open: (serialNumber) => {
        if (get().serialNumber !== serialNumber) set({ serialNumber, unit: null, status: "loading", problem: null });
        return read(() => client().units.get({ serialNumber }));
      },
      close: () => {
        asked += 1;
        set({ serialNumber: null, unit: null, status: "idle", problem: null, readAt: null, refreshing: false });
      },
      refresh: async () => {
        const { serialNumber, refreshing } = get();
        if (serialNumber === null || refreshing) return;
        set({ refreshing: true });
        await read(() => client().units.refresh({ serialNumber }));
        set({ refreshing: false });
      },
      unitChanged: (serialNumber) => {
        if (get().serialNumber === serialNumber) void read(() => client().units.get({ serialNumber }));
      },
    };
  });
}
