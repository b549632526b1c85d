import { createStore, type StoreApi } from "zustand/vanilla";
import type { LotUnitsFilter, LotUnitsSort, Problem, UnitRow } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { ClientSource } from "./connection-store.ts";
import { RowPages } from "./row-pages.ts";

const changePauseMs = 1_000;
const prefixPauseMs = 200;

export interface LotUnitsQuestion {
  readonly sort: LotUnitsSort;
  readonly descending: boolean;
  readonly filter: LotUnitsFilter;
  /** Serial numbers that begin so. */
  readonly prefix: string;
}

export interface LotUnitsState extends LotUnitsQuestion {
  readonly lot: string | null;
  /** The prefix that the rows are of, while another is being typed; null before there are any. */
  readonly rowsOf: string | null;
  /** That the filter lets through. */
  readonly total: number;
  /** Grows with every page that came. */
  readonly version: number;
  readonly status: "idle" | "loading" | "ready" | "failed";
  readonly problem: Problem | null;
  /** Undefined while it is being read. */
  readonly rowAt: (index: number) => UnitRow | undefined;
  readonly load: (lot: string) => void;
  readonly ask: (change: Partial<LotUnitsQuestion>) => void;
  /** These rows are in sight, the last included. */
  readonly see: (first: number, last: number) => void;
  /** The station said that a unit changed. */
  readonly changed: () => void;
  readonly again: () => void;
  readonly rest: () => void;
}

export type LotUnitsStore = StoreApi<LotUnitsState>;

/** The units of one lot, however many, of which those in sight are read. */
export function createLotUnitsStore(client: ClientSource): LotUnitsStore {
  let changeTimer: ReturnType<typeof setTimeout> | undefined;
  let prefixTimer: ReturnType<typeof setTimeout> | undefined;
  let asked = "";
  return createStore((set, get) => {
    const pages = new RowPages<UnitRow>({
      read: async ({ offset, limit, after }) => {
        const { lot, sort, descending, filter } = get();
        const place = after === undefined ? { offset } : { after: after.serialNumber };
        const question = { lot: lot ?? "", sort, descending, filter, prefix: asked.trim(), limit };
        const { units, total } = await client().lots.units({ ...question, ...place });
        return { rows: units, total };
      },
      onPage: (total) => set({ total, rowsOf: asked, version: get().version + 1, status: "ready", problem: null }),
      onFailure: (error) => set({ status: "failed", problem: problemOf(error) }),
    });
    const begin = () => {
      clearTimeout(prefixTimer);
      asked = get().prefix;
      set({ rowsOf: null, status: get().status === "ready" ? "ready" : "loading", problem: null });
      pages.begin();
    };
    return {
      lot: null,
      rowsOf: null,
      sort: "built",
      descending: true,
      filter: "all",
      prefix: "",
      total: 0,
      version: 0,
      status: "idle",
      problem: null,
      rowAt: (index) => pages.at(index),
      load: (lot) => {
        if (lot !== get().lot) set({ lot, total: 0, filter: "all", prefix: "", status: "idle" });
        begin();
      },
      ask: (change) => {
        set(change);
        clearTimeout(prefixTimer);
        if (change.prefix === undefined) begin();
        else prefixTimer = setTimeout(begin, prefixPauseMs);
      },
      see: (first, last) => {
        if (get().status !== "idle") pages.want(first, last);
      },
      changed: () => {
        if (get().status === "idle" || changeTimer !== undefined) return;
        changeTimer = setTimeout(() => {
          changeTimer = undefined;
          pages.refresh();
        }, changePauseMs);
      },
      again: () => {
        set({ status: "loading", problem: null });
        pages.refresh();
      },
      rest: () => {
        clearTimeout(changeTimer);
        clearTimeout(prefixTimer);
        changeTimer = undefined;
        pages.forget();
        set({ status: "idle" });
      },
    };
  });
}
