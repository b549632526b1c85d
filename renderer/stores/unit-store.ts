import { createStore, type StoreApi } from "zustand/vanilla";
import type { Problem, UnitDetail } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import { AnswerOrder } from "./answer-order.ts";
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
  const order = new AnswerOrder();
  return createStore((set, get) => {
    const read = async (call: () => Promise<UnitDetail>) => {
      const question = order.ask();
      try {
        const unit = await call();
        if (order.show(question)) set({ unit, status: "ready", problem: null, readAt: Date.now() });
      } catch (error) {
        const problem = problemOf(error);
        if (!order.isLate(question)) set({ problem, status: get().unit === null ? "failed" : "ready" });
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
        if (get().serialNumber !== serialNumber) {
          order.forget();
          set({ serialNumber, unit: null, status: "loading", problem: null });
        }
        return read(() => client().units.get({ serialNumber }));
      },
      close: () => {
        order.forget();
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
