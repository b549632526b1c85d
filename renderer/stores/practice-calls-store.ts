import { createStore, type StoreApi } from "zustand/vanilla";
import type { PracticeCall } from "../../main/api/contract/index.ts";
import type { ClientSource } from "./connection-store.ts";
import { ListReader, type Listing, noListing } from "./listing.ts";

const readEveryMs = 1_000;
const mostCalls = 500;

export interface PracticeCallsState {
  /** Newest first. */
  readonly calls: Listing<PracticeCall>;
  /** Nothing moves while somebody reads. */
  readonly held: boolean;
  /** Reads now and every second until `rest`. */
  readonly follow: () => Promise<void>;
  readonly hold: (held: boolean) => void;
  readonly rest: () => void;
}

export type PracticeCallsStore = StoreApi<PracticeCallsState>;

export function createPracticeCallsStore(client: ClientSource): PracticeCallsStore {
  let timer: ReturnType<typeof setInterval> | undefined;
  return createStore((set, get) => {
    const reader = new ListReader<PracticeCall>(
      () => get().calls,
      (calls) => set({ calls }),
    );
    const load = () => reader.load(async () => client().practice.calls({ limit: mostCalls }));
    return {
      calls: noListing,
      held: false,
      follow: () => {
        timer ??= setInterval(() => {
          if (!get().held) void load();
        }, readEveryMs);
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
