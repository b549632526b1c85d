import { createStore, type StoreApi } from "zustand/vanilla";
import { ListReader, type Listing, noListing } from "./listing.ts";

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
  read: (question: PageQuestion) => Promise<{ readonly items: readonly Item[]; readonly total: number }>,
): PagedStore<Item> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown = false;
  let about: string | undefined;
  return createStore((set, get) => {
    const reader = new ListReader<Item>(
      () => get().list,
      (list) => set({ list }),
    );
    const readPage = () =>
      reader.load(async () => {
        const { items, total } = await read({ offset: get().offset, limit: itemsPerPage, about });
        set({ total });
        return items;
      });
    return {
      list: noListing,
      offset: 0,
      total: 0,
      load: (wanted) => {
        shown = true;
        if (wanted !== about) set({ list: noListing, offset: 0, total: 0 });
        about = wanted;
        return readPage();
      },
      setOffset: (offset) => {
        set({ offset: Math.max(0, offset) });
        return readPage();
      },
      changed: () => {
        if (!shown || timer !== undefined) return;
        timer = setTimeout(() => {
          timer = undefined;
          // The last page may be empty now.
          if (get().offset >= get().total) set({ offset: 0 });
          void readPage();
        }, changePauseMs);
      },
      rest: () => {
        shown = false;
        clearTimeout(timer);
        timer = undefined;
        set({ offset: 0 });
      },
    };
  });
}
