import { createStore, type StoreApi } from "zustand/vanilla";
import type { Problem, UnitRow } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import { AnswerOrder } from "./answer-order.ts";
import type { ClientSource } from "./connection-store.ts";

export const unitsPerPage = 50;
const searchPauseMs = 200;
const changePauseMs = 400;

export interface UnitsState {
  readonly search: string;
  /** Of the first row of the page. */
  readonly offset: number;
  readonly rows: readonly UnitRow[];
  readonly total: number;
  readonly status: "idle" | "loading" | "ready" | "failed";
  readonly problem: Problem | null;
  /** Units of this page that are newer than what is shown; rows never move by themselves. */
  readonly newer: number;
  readonly setSearch: (search: string) => void;
  readonly setOffset: (offset: number) => Promise<void>;
  readonly reload: () => Promise<void>;
  /** A unit's records changed: rows are brought up to date in place. */
  readonly unitChanged: () => void;
  /** Forgets timers; called when the list leaves the screen. */
  readonly rest: () => void;
}

export type UnitsStore = StoreApi<UnitsState>;

export function createUnitsStore(client: ClientSource): UnitsStore {
  const order = new AnswerOrder();
  /** The next answer takes the place of what is shown: the rows are of another question, or there are none. */
  let anew = false;
  let searchTimer: ReturnType<typeof setTimeout> | undefined;
  let changeTimer: ReturnType<typeof setTimeout> | undefined;
  return createStore((set, get) => {
    const read = async () => {
      const question = order.ask();
      const { search, offset } = get();
      try {
        const page = await client().units.list({ search: search.trim(), offset, limit: unitsPerPage });
        if (!order.show(question)) return;
        const shown = anew ? { rows: page.units, total: page.total, newer: 0 } : merged(get().rows, page);
        anew = false;
        set({ ...shown, status: "ready", problem: null });
      } catch (error) {
        if (!order.isLate(question)) set({ status: "failed", problem: problemOf(error) });
      }
    };
    /** What is on its way is of another search, or another page. */
    const turn = () => {
      clearTimeout(searchTimer);
      order.forget();
      anew = true;
    };
    const reload = () => {
      turn();
      set({ status: get().status === "ready" ? "ready" : "loading" });
      return read();
    };
    return {
      search: "",
      offset: 0,
      rows: [],
      total: 0,
      status: "idle",
      problem: null,
      newer: 0,
      setSearch: (search) => {
        turn();
        set({ search: search.slice(0, 128), offset: 0 });
        searchTimer = setTimeout(() => void reload(), searchPauseMs);
      },
      setOffset: (offset) => {
        set({ offset: Math.max(0, offset) });
        return reload();
      },
      reload,
      unitChanged: () => {
        if (get().status === "idle" || changeTimer !== undefined) return;
        changeTimer = setTimeout(() => {
          changeTimer = undefined;
          void read();
        }, changePauseMs);
      },
      rest: () => {
        clearTimeout(searchTimer);
        clearTimeout(changeTimer);
        changeTimer = undefined;
        set({ status: "idle" });
      },
    };
  });
}

function merged(shown: readonly UnitRow[], page: { units: UnitRow[]; total: number }): Partial<UnitsState> {
  if (shown.length === 0) return { rows: page.units, total: page.total, newer: 0 };
  const fresh = new Map(page.units.map((unit) => [unit.serialNumber, unit]));
  const known = new Set(shown.map((unit) => unit.serialNumber));
  return {
    rows: shown.map((unit) => fresh.get(unit.serialNumber) ?? unit),
    total: page.total,
    newer: page.units.filter((unit) => !known.has(unit.serialNumber)).length,
  };
}
