import { createStore, type StoreApi } from "zustand/vanilla";
import type { ClientSource } from "./connection-store.ts";
import { type Listing, noListing } from "./listing.ts";
import { Reader } from "./reading.ts";

export const itemsPerPage = 50;
const changePauseMs = 150;

export interface PagedState<Item> {
  readonly list: Listing<Item>;
  /** Of the first item of the page. */
  readonly offset: number;
  /** In all pages. */
  readonly total: number;
  /** Reads the page, and again with every change until `rest`; only what concerns `about`, if it is given. */
  readonly load: (about?: string) => Promise<void>;
  readonly setOffset: (offset: number) => Promise<void>;
  /** The station said that something changed. */
  readonly changed: () => void;
  /** The list leaves the screen. */
  readonly rest: () => void;
}

export type PagedStore<Item> = StoreApi<PagedState<Item>>;

export interface PageQuestion {
  readonly offset: number;
  readonly limit: number;
  readonly about: string | undefined;
}

/** A list of the station that is read page by page. */
export function createPagedStore<Item>(
  client: ClientSource,
  read: (question: PageQuestion) => Promise<{ readonly items: readonly Item[]; readonly total: number }>,
): PagedStore<Item> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown = false;
  let about: string | undefined;
  return createStore((set, get) => {
    const reader = new Reader<{ readonly items: readonly Item[]; readonly total: number }>(
      client,
      () => {
        const { list, total } = get();
        return { status: list.status, value: { items: list.items, total }, problem: list.problem };
      },
      ({ status, value, problem }) =>
        set({ list: { status, items: value?.items ?? [], problem }, total: value?.total ?? 0 }),
    );
    const readPage = () => reader.load(() => read({ offset: get().offset, limit: itemsPerPage, about }));
    /** What is on its way is of another page. */
    const turnTo = (offset: number) => {
      reader.forget();
      set({ offset });
    };
    return {
      list: noListing,
      offset: 0,
      total: 0,
      load: (wanted) => {
        shown = true;
        if (wanted !== about) {
          turnTo(0);
          set({ list: noListing, total: 0 });
        }
        about = wanted;
        return readPage();
      },
      setOffset: (offset) => {
        turnTo(Math.max(0, offset));
        return readPage();
      },
      changed: () => {
        if (!shown || timer !== undefined) return;
        timer = setTimeout(() => {
          timer = undefined;
          // The last page may be empty now.
          if (get().offset >= get().total) turnTo(0);
          void readPage();
        }, changePauseMs);
      },
      rest: () => {
        shown = false;
        clearTimeout(timer);
        timer = undefined;
        turnTo(0);
      },
    };
  });
}
