import { createStore, type StoreApi } from "zustand/vanilla";
import type { Insights, Problem, ShiftNote } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { ClientSource } from "./connection-store.ts";

export type ShiftFigures = Pick<Insights, "from" | "totals" | "failures">;

export interface HandOverState {
  readonly status: "idle" | "loading" | "ready" | "failed";
  readonly figures: ShiftFigures | null;
  /** Of the shift before, or of this one once it left one. */
  readonly note: ShiftNote | null;
  /** Samples of the lot that are to be verified. */
  readonly samplesDue: number;
  readonly problem: Problem | null;
  /** What this shift did; of the lot, what is still to be done. */
  readonly load: (lot: string | null) => Promise<void>;
  /** The problem if it was refused. */
  readonly leave: (note: string) => Promise<Problem | null>;
}

export type HandOverStore = StoreApi<HandOverState>;

export function createHandOverStore(client: ClientSource): HandOverStore {
  return createStore((set) => ({
    status: "idle",
    figures: null,
    note: null,
    samplesDue: 0,
    problem: null,
    load: async (lot) => {
      set({ status: "loading", problem: null });
      try {
        const [figures, note, due] = await Promise.all([
          client().insights.read({ window: { range: "shift" } }),
          client().shift.note(),
          lot === null ? [] : client().lots.samplesDue({ lot }),
        ]);
        set({ status: "ready", figures, note, samplesDue: due.length });
      } catch (error) {
        set({ status: "failed", problem: problemOf(error) });
      }
    },
    leave: async (note) => {
      try {
        set({ note: await client().shift.leaveNote({ note }) });
        return null;
      } catch (error) {
        return problemOf(error);
      }
    },
  }));
}
