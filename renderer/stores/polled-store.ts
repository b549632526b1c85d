import { createStore, type StoreApi } from "zustand/vanilla";
import type { ClientSource } from "./connection-store.ts";
import { ListReader, type Listing, noListing } from "./listing.ts";

export interface PolledState<Item> {
  readonly list: Listing<Item>;
  /** Nothing moves while somebody reads. */
  readonly held: boolean;
  /** Reads now and again and again until `rest`. */
  readonly follow: () => Promise<void>;
  readonly hold: (held: boolean) => void;
  readonly rest: () => void;
}

export type PolledStore<Item> = StoreApi<PolledState<Item>>;

/** A list that changes without an event. */
export function createPolledStore<Item>(
  client: ClientSource,
  read: () => Promise<readonly Item[]>,
  everyMs: number,
): PolledStore<Item> {
  let timer: ReturnType<typeof setInterval> | undefined;
  return createStore((set, get) => {
    const reader = new ListReader<Item>(
      client,
      () => get().list,
      (list) => set({ list }),
    );
    const load = () => reader.load(read);
    return {
      list: noListing,
      held: false,
      follow: () => {
        timer ??= setInterval(() => {
          if (!get().held) void load();
        }, everyMs);
        return load();
      },
      hold: (held) => set({ held }),
      rest: () => {
        clearInterval(timer);
        timer = undefined;
        set({ held: false });
      },
    };
  });
}
