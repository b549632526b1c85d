import { createStore, type StoreApi } from "zustand/vanilla";
import type { BoundSlot, Problem } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { ClientSource } from "./connection-store.ts";

/** How long the station waits for a device to be plugged in. */
export const teachWithinMs = 60_000;

export interface TeachingState {
  /** waiting: the station waits for a device · taught: `slot` is bound now · failed: nothing came, or it was refused. */
  readonly status: "idle" | "waiting" | "taught" | "failed";
  /** Name of the slot that is taught, or was last. */
  readonly name: string;
  /** When the waiting began, ms since the epoch. */
  readonly since: number;
  readonly slot: BoundSlot | null;
  readonly problem: Problem | null;
  readonly teach: (name: string) => Promise<void>;
  /** Stops waiting, or puts the outcome away. */
  readonly clear: () => void;
  /** Practice mode: plugs a virtual unit into a free socket. */
  readonly plugPracticeUnit: () => Promise<void>;
}

export type TeachingStore = StoreApi<TeachingState>;

const beginning = { status: "idle", name: "", since: 0, slot: null, problem: null } as const;

export function createTeachingStore(client: ClientSource): TeachingStore {
  let waiting: AbortController | undefined;
  return createStore((set) => ({
    ...beginning,
    teach: async (name) => {
      waiting?.abort();
      const mine = new AbortController();
      waiting = mine;
      set({ ...beginning, status: "waiting", name, since: Date.now() });
      const show = (change: Partial<TeachingState>) => waiting === mine && set(change);
      try {
        show({ status: "taught", slot: await client().setUp.teachSlot({ name }, { signal: mine.signal }) });
      } catch (error) {
        if (!mine.signal.aborted) show({ status: "failed", problem: problemOf(error) });
      }
    },
    clear: () => {
      waiting?.abort();
      waiting = undefined;
      set(beginning);
    },
    plugPracticeUnit: async () => {
      set({ problem: null });
      try {
        await client().setUp.plugPracticeUnit({});
      } catch (error) {
        set({ problem: problemOf(error) });
      }
    },
  }));
}
