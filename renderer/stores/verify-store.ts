import { createStore, type StoreApi } from "zustand/vanilla";
import type { Problem, Verification, VerificationCheck, VerifyEvent } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { ClientSource } from "./connection-store.ts";

export interface VerifyState {
  /** waiting: the slot is held until the unit is in it. */
  readonly status: "idle" | "waiting" | "running" | "done" | "failed" | "stopped";
  /** The unit that is verified, or was last. */
  readonly serialNumber: string | null;
  readonly slotId: string | null;
  /** Checks that will be made; null before the unit has answered. */
  readonly count: number | null;
  /** In the order they were made. */
  readonly checks: readonly VerificationCheck[];
  readonly result: Verification | null;
  readonly problem: Problem | null;
  readonly start: (serialNumber: string, slotId: string) => Promise<void>;
  /** Nothing is written down then. */
  readonly stop: () => void;
  /** What was said of the last one is taken away. */
  readonly forget: () => void;
}

export type VerifyStore = StoreApi<VerifyState>;

const nothing = { count: null, checks: [], result: null, problem: null } as const;

/** One verification at a time, whatever is on screen meanwhile. */
export function createVerifyStore(client: ClientSource): VerifyStore {
  let running: AbortController | undefined;
  return createStore((set, get) => ({
    status: "idle",
    serialNumber: null,
    slotId: null,
    ...nothing,
    start: async (serialNumber, slotId) => {
      if (isGoingOn(get())) return;
      const mine = new AbortController();
      running = mine;
      set({ status: "running", serialNumber, slotId, ...nothing });
      try {
        const events = await client().units.verify({ slotId, serialNumber }, { signal: mine.signal });
        for await (const event of events) if (!mine.signal.aborted) set(after(get(), event));
        if (isGoingOn(get()) && running === mine) set({ status: "stopped" });
      } catch (error) {
        if (!mine.signal.aborted) set({ status: "failed", problem: problemOf(error) });
      }
    },
    stop: () => {
      if (!isGoingOn(get())) return;
      running?.abort();
      set({ status: "stopped" });
    },
    forget: () => {
      if (!isGoingOn(get())) set({ status: "idle", serialNumber: null, slotId: null, ...nothing });
    },
  }));
}

export const isGoingOn = ({ status }: Pick<VerifyState, "status">): boolean =>
  status === "waiting" || status === "running";

function after(state: VerifyState, event: VerifyEvent): Partial<VerifyState> {
  switch (event.type) {
    case "waiting":
      return { status: "waiting" };
    case "started":
      return { status: "running", count: event.count };
    case "check":
      return { checks: [...state.checks, event.check] };
    case "done":
      return { status: "done", result: event.verification, checks: event.verification.checks };
  }
}
