import { createStore, type StoreApi } from "zustand/vanilla";
import type { Lot, Problem, RecipeSummary } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import { AnswerOrder } from "./answer-order.ts";
import type { ClientSource } from "./connection-store.ts";

export interface LotsState {
  /** The lot the line builds now; undefined until the station said. */
  readonly current: Lot | null | undefined;
  readonly lots: readonly Lot[];
  readonly recipes: readonly RecipeSummary[];
  readonly status: "idle" | "loading" | "ready" | "failed";
  readonly problem: Problem | null;
  /** An order that was scanned and is no lot yet. */
  readonly scanned: string | null;
  readonly setScanned: (order: string | null) => void;
  /** The lot of that name, whatever its case, as the station has it now. */
  readonly find: (name: string) => Promise<Lot | undefined>;
  readonly setCurrent: (lot: Lot | null) => void;
  /** Reads all lots and recipes, for a choice. */
  readonly load: () => Promise<void>;
  /** Opens a lot and builds it from now on; the problem if it was refused. */
  readonly open: (lot: { lot: string; recipe: string; quantity: number | null }) => Promise<Problem | null>;
  readonly use: (lot: string) => Promise<Problem | null>;
}

export type LotsStore = StoreApi<LotsState>;

export function createLotsStore(client: ClientSource): LotsStore {
  const order = new AnswerOrder();
  return createStore((set, get) => {
    const change = async (call: () => Promise<Lot>) => {
      try {
        get().setCurrent(await call());
        return null;
      } catch (error) {
        return problemOf(error);
      }
    };
    return {
      current: undefined,
      lots: [],
      recipes: [],
      status: "idle",
      problem: null,
      scanned: null,
      setScanned: (scanned) => set({ scanned }),
      find: async (name) => {
        await get().load();
        return get().lots.find(({ lot }) => lot.toLowerCase() === name.toLowerCase());
      },
      setCurrent: (current) =>
        set({ current, lots: get().lots.map((lot) => (lot.lot === current?.lot ? current : lot)) }),
      load: async () => {
        set({ status: get().status === "ready" ? "ready" : "loading", problem: null });
        const question = order.ask();
        try {
          const [lots, recipes] = await Promise.all([client().lots.list(), client().lots.recipes()]);
          if (order.show(question)) set({ lots, recipes, status: "ready", problem: null });
        } catch (error) {
          if (order.isLate(question)) return;
          const problem = problemOf(error);
          set({ status: "failed", problem });
          client.cutOff?.askAgain(problem, order, get().load);
        }
      },
      open: (lot) =>
        change(async () => {
          await client().lots.open(lot);
          return client().lots.use({ lot: lot.lot });
        }),
      use: (lot) => change(() => client().lots.use({ lot })),
    };
  });
}
